// Prints labels from their topic as a tagger commits them (`npx emostream run`), until Ctrl-C.
//   node examples/read-labels.mjs localhost:9092
import { connectTopics } from 'emostream';

const [brokers, emotionsTopic] = process.argv.slice(2);
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

const topics = await connectTopics({ brokers: brokers?.split(','), emotionsTopic });
for await (const label of await topics.readLabels({ from: 'beginning', signal: stop.signal })) {
  console.log(`${label.streamId}\t${label.emotion} ${label.confidence.toFixed(2)}\t${label.text ?? ''}`);
}
await topics.close();
