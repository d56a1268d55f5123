// Publishes what a speech recogniser hears as it hears it. Here the recogniser is this terminal: a line is what was said.
//   node examples/own-recogniser.mjs localhost:9092
import { createInterface } from 'node:readline';
import { connectTopics, textSegment } from 'emostream';

const [brokers, segmentsTopic] = process.argv.slice(2);
const topics = await connectTopics({ brokers: brokers?.split(','), segmentsTopic });

/** Yields a segment whenever something was said. Times are milliseconds from the start of the stream. */
async function* heard() {
  const streamId = `studio-${new Date().toISOString()}`;
  const start = Date.now();
  let sequence = 0;
  for await (const text of createInterface({ input: process.stdin })) {
    const endMs = Date.now() - start;
    const startMs = Math.max(0, endMs - 60 * text.length);
    yield textSegment(streamId, sequence++, text, { startMs, endMs, language: 'es', speaker: 'Marta' });
  }
}

const published = await topics.publish(heard());
console.log(`${published} segments published`);
await topics.close();
