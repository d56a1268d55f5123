import { bootstrapIntervals, pairedBootstrap } from '../../../src/evaluation/scores/bootstrap';
import { score } from '../../../src/evaluation/scores/score';
import { seededRandom } from '../../../src/common/seededRandom';

const labels = ['neutral', 'joy', 'fear'];

/** Rows of which a part is right; fear is rare. */
function rows(n: number, right: number, seed = 3): { gold: string[]; predicted: string[] } {
  const random = seededRandom(seed);
  const gold = Array.from({ length: n }, (_, row) =>
    row === 0 ? 'fear' : row % 3 === 0 ? 'joy' : 'neutral',
  );
  return { gold, predicted: gold.map((label) => (random() < right ? label : 'neutral')) };
}

describe('bootstrapIntervals', () => {
  it('is the same for the same seed, and another for another', () => {
    const { gold, predicted } = rows(90, 0.8);
    const of = (seed: number): unknown => bootstrapIntervals(gold, predicted, labels, { seed });
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it('comes near the normal approximation of an accuracy', () => {
    const { gold, predicted } = rows(1000, 0.7);
    const { accuracy } = score(gold, predicted, labels);
    const [low, high] = bootstrapIntervals(gold, predicted, labels, { seed: 5 }).accuracy;
    const half = 1.96 * Math.sqrt((accuracy * (1 - accuracy)) / 1000);
    expect(Math.abs(low - (accuracy - half))).toBeLessThan(0.005);
    expect(Math.abs(high - (accuracy + half))).toBeLessThan(0.005);
  });

  it('covers the true accuracy about as often as it says', () => {
    const { gold } = rows(120, 1);
    const covered = Array.from({ length: 100 }, (_, seed) => {
      const random = seededRandom(1000 + seed);
      const predicted = gold.map((label) => (random() < 0.75 ? label : label === 'joy' ? 'neutral' : 'joy'));
      const [low, high] = bootstrapIntervals(gold, predicted, labels, { seed, resamples: 200 }).accuracy;
      return low <= 0.75 && 0.75 <= high;
    }).filter(Boolean).length;
    expect(covered / 100).toBeGreaterThan(0.88);
    expect(covered / 100).toBeLessThanOrEqual(0.99);
  });

  it('leaves out a class that almost no resample has', () => {
    const { gold, predicted } = rows(90, 1);
    const { perClass } = bootstrapIntervals(gold, predicted, [...labels, 'anger'], { seed: 1 });
    expect(perClass['anger']).toEqual({ f1: null });
    expect(perClass['fear']).toEqual({ f1: [1, 1] });
  });
});

describe('pairedBootstrap', () => {
  it('finds no difference between a run and itself', () => {
    const { gold, predicted } = rows(90, 0.8);
    const { accuracy, macroF1 } = pairedBootstrap(gold, predicted, predicted, labels, { seed: 1 });
    expect([accuracy, macroF1]).toEqual([
      { value: 0, interval: [0, 0] },
      { value: 0, interval: [0, 0] },
    ]);
  });

  it('is the difference of the scores, the second minus the first, inside its interval', () => {
    const first = rows(300, 0.6, 3);
    const second = rows(300, 0.9, 4);
    const { accuracy, macroF1 } = pairedBootstrap(first.gold, first.predicted, second.predicted, labels, {
      seed: 1,
    });
    const [a, b] = [first, second].map(({ gold, predicted }) => score(gold, predicted, labels));
    expect(accuracy.value).toBeCloseTo(b!.accuracy - a!.accuracy, 12);
    expect(macroF1.value).toBeCloseTo(b!.macro.f1 - a!.macro.f1, 12);
    expect(accuracy.interval[0]).toBeGreaterThan(0);
    expect(accuracy.interval[0]).toBeLessThan(accuracy.value);
    expect(accuracy.interval[1]).toBeGreaterThan(accuracy.value);
  });
});
