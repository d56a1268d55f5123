/**
 * What the bounds of a micro-batch are worth, with the embedded model: segments a second when there is a backlog, and
 * the wait of segments that come one by one. `npm run bench:micro-batch [rounds]`
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Labeller } from '../src/consumers/Labeller';
import { median } from './median';
import { defaultCalibrationTexts, loadModel, type LoadedModel } from '../src/model';

const backlogSize = 600;
const liveSegments = 40;
/** A busy broadcast has a segment every few seconds; this is faster, and still slower than the engine. */
const liveEveryMs = 60;

interface Setting {
  maxSegments: number;
  concurrency: number;
  lingerMs: number;
}

const settings: Setting[] = [
  { maxSegments: 1, concurrency: 2, lingerMs: 0 },
  { maxSegments: 16, concurrency: 2, lingerMs: 20 },
  { maxSegments: 64, concurrency: 1, lingerMs: 20 },
  { maxSegments: 64, concurrency: 2, lingerMs: 0 },
  { maxSegments: 64, concurrency: 2, lingerMs: 20 },
  { maxSegments: 64, concurrency: 2, lingerMs: 50 },
  { maxSegments: 256, concurrency: 2, lingerMs: 20 },
];

function labellerFor(model: LoadedModel, setting: Setting): Labeller {
  const bounds = { maxTokens: 32 * setting.maxSegments, maxCharacters: 20_000, maxSequenceTokens: 512 };
  return new Labeller(model, { ...setting, ...bounds, includeText: true });
}

const texts = defaultCalibrationTexts();
const textOf = (n: number) => texts[n % texts.length] ?? '';

/** @returns segments a second */
async function backlog(labeller: Labeller): Promise<number> {
  const startedAt = performance.now();
  await labeller.label(Array.from({ length: backlogSize }, (_, n) => textOf(n)));
  return (backlogSize * 1000) / (performance.now() - startedAt);
}

/** @returns median milliseconds from a segment to its label */
async function live(labeller: Labeller): Promise<number> {
  const waits: Promise<number>[] = [];
  for (let n = 0; n < liveSegments; n++) {
    const startedAt = performance.now();
    waits.push(labeller.label([textOf(n)]).then(() => performance.now() - startedAt));
    await delay(liveEveryMs);
  }
  return median(await Promise.all(waits));
}

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 5);
  const model = await loadModel();
  const results = settings.map(() => ({ rate: [] as number[], wait: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, setting] of settings.entries()) {
      const labeller = labellerFor(model, setting);
      results[index]?.rate.push(await backlog(labeller));
      results[index]?.wait.push(await live(labeller));
    }
  }
  console.log('| segments at most | at the engine | linger ms | backlog, segments/s | one by one, ms |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const [index, { maxSegments, concurrency, lingerMs }] of settings.entries()) {
    const { rate = [], wait = [] } = results[index] ?? {};
    const figures = [median(rate).toFixed(0), median(wait).toFixed(1)];
    console.log(`| ${[maxSegments, concurrency, lingerMs, ...figures].join(' | ')} |`);
  }
  await model.classifier.close();
}

void main();
