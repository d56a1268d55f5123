/**
 * Layouts of the ONNX engine beside each other on this machine: `npm run bench:engine`
 *
 * The embedded model tags emostream's calibration texts (Spanish speech, 17 tokens on average). Rounds of all
 * layouts alternate, so that a change of the machine's load meets each; the figure is the median round.
 */
import { median } from './median';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defaultCalibrationTexts, HuggingFaceTokenizer, openOnnxEngine } from '../src/model';
import { packageRoot } from '../src/common/packageRoot';

const rounds = 7;
const batchSizes = [1, 8, 32, 128];

async function main(): Promise<void> {
  const folder = process.argv[2] ?? join(packageRoot, 'models', 'es-emotion');
  const threads = availableParallelism();
  const tokenizer = await HuggingFaceTokenizer.load(folder);
  const sequences = defaultCalibrationTexts().map((text) => tokenizer.encode(text, 128));
  const layouts = [
    { name: `1 session of ${threads} threads`, sessions: 1 },
    { name: `${threads} sessions of 1 thread`, sessions: threads },
  ];
  const engines = await Promise.all(
    layouts.map(async ({ name, sessions }) => ({
      name,
      classifier: await openOnnxEngine(folder, { threads, sessions }),
      speeds: new Map<number, number[]>(batchSizes.map((size) => [size, []])),
    })),
  );
  for (let round = 0; round < rounds; round++) {
    for (const size of batchSizes) {
      for (const { classifier, speeds } of engines) {
        const start = performance.now();
        for (let i = 0; i < sequences.length; i += size)
          await classifier.classify(sequences.slice(i, i + size));
        speeds.get(size)?.push((1000 * sequences.length) / (performance.now() - start));
      }
    }
  }
  for (const { name, classifier, speeds } of engines) {
    const figures = batchSizes.map((size) => `batch ${size}: ${median(speeds.get(size) ?? []).toFixed(0)}`);
    console.log(`${name.padEnd(24)} texts/s at ${figures.join(', ')}`);
    await classifier.close();
  }
}

void main();
