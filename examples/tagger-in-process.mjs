// A tagger inside your own program: it reads segments, labels them, commits; your code sees each label.
//   node examples/tagger-in-process.mjs localhost:9092
import { createTagger } from 'emostream';

const [brokers, segmentsTopic, emotionsTopic, group] = process.argv.slice(2);
const tagger = await createTagger(
  { brokers: brokers?.split(','), segmentsTopic, emotionsTopic, group, httpPort: 0 },
  { onLabel: ({ emotion, text }) => console.log(`${emotion}\t${text ?? ''}`) },
);
console.error(`live page at ${tagger.url}`);
process.once('SIGINT', () => void tagger.stop());
process.once('SIGTERM', () => void tagger.stop());
await tagger.finished;
