/**
 * Accuracy and macro F1 of a checkpoint's float32 and int8 engines on a labelled CSV file (columns text, emotion),
 * and how often they agree: `npm run bench:quality -- CHECKPOINT CSV`
 */
import { loadModel, type Precision } from '../src/model';
import { compareLogits, indexOfLargest } from '../src/model/engineFolder/compareLogits';
import { readCsv } from './readCsv';

async function main(): Promise<void> {
  const [model, csv] = process.argv.slice(2);
  if (model === undefined || csv === undefined)
    throw new Error('usage: npm run bench:quality -- CHECKPOINT CSV');
  const rows = readCsv(csv);
  const probabilities: Record<Precision, Float32Array[]> = { float32: [], int8: [] };
  for (const precision of ['float32', 'int8'] as const) {
    const { classifier, tokenizer } = await loadModel({ model, precision, onProgress: console.error });
    const sequences = rows.map(({ text = '' }) => tokenizer.encode(text, classifier.maxTokens));
    const start = performance.now();
    probabilities[precision] = await classifier.classify(sequences);
    const seconds = (performance.now() - start) / 1000;
    const predicted = probabilities[precision].map((row) => classifier.labels[indexOfLargest(row)] ?? '');
    const gold = rows.map(({ emotion = '' }) => emotion);
    const f1 = classifier.labels.map((label) => f1Of(label, gold, predicted));
    console.log(
      precision.padEnd(8),
      `accuracy ${accuracy(gold, predicted).toFixed(4)}`,
      `macro F1 ${(f1.reduce((a, b) => a + b, 0) / f1.length).toFixed(4)}`,
      classifier.labels.map((label, i) => `${label} ${(f1[i] ?? 0).toFixed(3)}`).join(', '),
      `${(rows.length / seconds).toFixed(0)} texts/s`,
    );
    await classifier.close();
  }
  const logs = (all: Float32Array[]) => all.map((row) => row.map(Math.log));
  const { sameLabel, texts, meanDifference } = compareLogits(
    logs(probabilities.float32),
    logs(probabilities.int8),
  );
  console.log(
    `same label ${sameLabel} of ${texts} (${((100 * sameLabel) / texts).toFixed(2)} %),`,
    `mean difference of a probability ${meanDifference.toFixed(4)}`,
  );
}

function accuracy(gold: readonly string[], predicted: readonly string[]): number {
  return gold.filter((label, row) => label === predicted[row]).length / gold.length;
}

function f1Of(label: string, gold: readonly string[], predicted: readonly string[]): number {
  const hits = gold.filter((name, row) => name === label && predicted[row] === label).length;
  const named =
    gold.filter((name) => name === label).length + predicted.filter((name) => name === label).length;
  return named === 0 ? 0 : (2 * hits) / named;
}

void main();
