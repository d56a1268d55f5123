import type { TranscriptSegment } from '../records/TranscriptSegment';
import { parseTranscript, type Transcript } from './formats/parseTranscript';
import { segmentCues, type SegmentOptions } from './segments/segmentCues';
import { toTranscriptSegments, type StreamOptions } from './segments/toTranscriptSegments';

/** How to read a file as a stream; what is not given is taken from the file. */
export type ReadOptions = Omit<SegmentOptions, 'format'> & Partial<StreamOptions>;

/**
 * Reads a transcript file as the segments of a stream, for `produce`, `tag` and the demo.
 *
 * @param fileName without folder and extension it is the stream's id where the content has none
 * @throws EmostreamError (input) as `parseTranscript`, (configuration) as `segmentCues`
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { readSegments } from 'emostream';
 *
 * const { segments } = readSegments(readFileSync('talk.vtt'), 'talk.vtt', { language: 'es' });
 * for (const { startMs, speaker, text } of segments) console.log(startMs, speaker, text);
 */
export function readSegments(
  bytes: Uint8Array,
  fileName: string,
  options: ReadOptions = {},
): { segments: TranscriptSegment[]; transcript: Transcript } {
  const transcript = parseTranscript(bytes, fileName);
  const drafts = segmentCues(transcript.cues, { ...options, format: transcript.format });
  const language = options.language ?? transcript.language;
  const segments = toTranscriptSegments(drafts, {
    ...options,
    streamId: options.streamId ?? transcript.streamId,
    ...(language !== undefined && { language }),
  });
  return { segments, transcript };
}
