import { seededRandom } from '../../../src/common/seededRandom';
import { ClassDrift } from '../../../src/observability/drift/ClassDrift';
import type { Drift } from '../../../src/observability/drift/Drift';
import { decileBins } from '../../../src/observability/drift/deciles';
import { NumberDrift } from '../../../src/observability/drift/NumberDrift';

/** Thresholds of docs/drift.md. */
const look = 0.1;
const act = 0.25;
const seeds = Array.from({ length: 10 }, (_, index) => index + 1);

/** The training split of EmoSPeech 2024. */
const training = { neutral: 1166, disgust: 705, anger: 399, joy: 362, sadness: 345, fear: 23 };

/** A class by its weight. */
function drawFrom(weights: Record<string, number>, random: () => number): string {
  let left = random() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  for (const [name, weight] of Object.entries(weights)) {
    left -= weight;
    if (left < 0) return name;
  }
  return 'neutral';
}

/** A confidence: most near 1, the fewer the higher the skew. */
const confidence = (skew: number) => (random: () => number) => 1 - 0.8 * random() ** skew;
/** A length in tokens, log-normal about its median (Box and Muller). */
const tokens = (median: number) => (random: () => number) =>
  Math.max(
    3,
    Math.round(
      median * Math.exp(0.6 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())),
    ),
  );

function feed<T>(drift: Drift<T>, times: number, draw: () => T): void {
  for (let i = 0; i < times; i++) drift.add(draw());
}

const indices = (drift: Drift<unknown>): number[] => drift.readings().map(({ index }) => index);

describe.each(seeds)('seed %i', (seed) => {
  test('classes: no shift stays below 0.1, a known one is above 0.25 in 1,000 and then in 10,000', () => {
    const random = seededRandom(seed);
    const drift = new ClassDrift(training);
    feed(drift, 12_000, () => drawFrom(training, random));
    expect(Math.max(...indices(drift))).toBeLessThan(look);
    const angrier = { ...training, anger: 1200, neutral: 600 };
    feed(drift, 1000, () => drawFrom(angrier, random));
    const [short = 0, long = 0] = indices(drift);
    expect(short).toBeGreaterThan(act);
    expect(long).toBeLessThan(look);
    feed(drift, 9000, () => drawFrom(angrier, random));
    expect(Math.min(...indices(drift))).toBeGreaterThan(act);
  });

  test.each([
    ['confidence', confidence(3), confidence(1)],
    ['length', tokens(20), tokens(40)],
  ])('%s: likewise, against the first 2,000 and against validation data', (_, usual, shifted) => {
    const random = seededRandom(seed);
    const usualValues = Array.from({ length: 750 }, () => usual(random));
    for (const drift of [new NumberDrift(undefined), new NumberDrift(decileBins(usualValues))]) {
      feed(drift, 14_000, () => usual(random));
      expect(Math.max(...indices(drift))).toBeLessThan(look);
      feed(drift, 1000, () => shifted(random));
      const [short = 0, long = 0] = indices(drift);
      expect(short).toBeGreaterThan(act);
      expect(long).toBeLessThan(short);
      feed(drift, 9000, () => shifted(random));
      expect(Math.min(...indices(drift))).toBeGreaterThan(act);
    }
  });
});

test('of the same distribution, the first index of 1,000 seeds is above 0.1 at most once in 50', () => {
  let above = 0;
  for (let seed = 1; seed <= 1000; seed++) {
    const random = seededRandom(seed);
    const drift = new ClassDrift(training);
    feed(drift, 200, () => drawFrom(training, random));
    if (Math.max(...indices(drift)) > look) above += 1;
  }
  expect(above).toBeLessThanOrEqual(20);
});

test('a class that the training data does not have is ignored', () => {
  const drift = new ClassDrift({ joy: 1, anger: 1 });
  feed(drift, 50, () => 'surprise');
  expect(indices(drift)).toEqual([NaN, NaN]);
});

test('without a baseline, each reading is NaN with the baseline none', () => {
  const off = [
    { window: 1000, baseline: 'none', index: NaN },
    { window: 10_000, baseline: 'none', index: NaN },
  ];
  const classes = new ClassDrift(undefined);
  feed(classes, 5000, () => 'joy');
  expect(classes.readings()).toEqual(off);
  const numbers = new NumberDrift(undefined);
  feed(numbers, 1999, () => 0.5);
  expect(numbers.readings()).toEqual(off);
  numbers.add(0.5);
  expect(numbers.readings()).toMatchObject([{ baseline: 'start' }, { baseline: 'start' }]);
  expect(new NumberDrift({ bounds: [1], counts: [1, 1] }).readings()).toMatchObject([
    { baseline: 'validation' },
    { baseline: 'validation' },
  ]);
});
