// Reads a caption file (WebVTT, SubRip, Whisper JSON) into segments of speech: one sentence or so each, of one speaker.
//   node examples/parse-captions.mjs samples/debate-es.vtt
import { readFileSync } from 'node:fs';
import { readSegments } from 'emostream';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node examples/parse-captions.mjs FILE');
  process.exit(2);
}
const { segments, transcript } = readSegments(readFileSync(file), file);
for (const { startMs, speaker, text } of segments) {
  console.log(`${(startMs / 1000).toFixed(1)}\t${speaker ?? '?'}\t${text}`);
}
for (const { message, line } of transcript.warnings) console.error(`${file}:${line ?? '?'}: ${message}`);
