import { assert, array, constantFrom, property, tuple } from 'fast-check';
import { score } from '../../../src/evaluation/scores/score';

const labels = ['neutral', 'disgust', 'anger', 'joy', 'sadness', 'fear'];
const named = (letters: string): string[] =>
  letters.split(' ').map((letter) => labels.find((label) => label.startsWith(letter))!);

/*
 * Expected values by scikit-learn 1.9.1:
 *   pip install scikit-learn
 *   classification_report(gold, predicted, output_dict=True, zero_division=0)
 *   confusion_matrix(gold, predicted, labels=labels)
 */
describe('score, as scikit-learn', () => {
  it('scores twelve rows, two classes never found', () => {
    const scores = score(named('n n n n d d d a a j s f'), named('n n d n d a d d a j n n'), labels);
    expect(scores.n).toBe(12);
    expect(scores.accuracy).toBeCloseTo(0.5833333333333334, 14);
    expectAverages(scores.macro, [0.43333333333333335, 0.4861111111111111, 0.4563492063492063]);
    expectAverages(scores.weighted, [0.4916666666666667, 0.5833333333333334, 0.5317460317460317]);
    expectAverages(scores.perClass['disgust']!, [0.5, 0.6666666666666666, 0.5714285714285714]);
    expect(scores.perClass['fear']).toEqual({ precision: 0, recall: 0, f1: 0, support: 1 });
    expect(scores.confusion.matrix).toEqual([
      [3, 1, 0, 0, 0, 0],
      [0, 2, 1, 0, 0, 0],
      [0, 1, 1, 0, 0, 0],
      [0, 0, 0, 1, 0, 0],
      [1, 0, 0, 0, 0, 0],
      [1, 0, 0, 0, 0, 0],
    ]);
  });

  it('counts a class without gold rows in the macro average when it was predicted, and not when it was not', () => {
    const scores = score(['neutral', 'neutral', 'joy', 'joy'], ['neutral', 'fear', 'joy', 'neutral'], labels);
    expectAverages(scores.macro, [0.5, 0.3333333333333333, 0.38888888888888884]);
    expectAverages(scores.weighted, [0.75, 0.5, 0.5833333333333333]);
    expect(Object.keys(scores.perClass)).toEqual(labels);
    expect(scores.perClass['anger']).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
  });

  it('scores 750 rows', () => {
    const { gold, predicted } = generated();
    const scores = score(gold, predicted, labels);
    expect(scores.accuracy).toBeCloseTo(0.736, 14);
    expectAverages(scores.macro, [0.7509261900296383, 0.734970012329519, 0.7348947853090952]);
    expectAverages(scores.weighted, [0.757684447128861, 0.736, 0.7403289209613945]);
    expectAverages(scores.perClass['anger']!, [0.6095238095238096, 0.6956521739130435, 0.649746192893401]);
    expectAverages(scores.perClass['fear']!, [1, 0.7142857142857143, 0.8333333333333334]);
  });
});

describe('score, whatever the rows', () => {
  const label = constantFrom(...labels);
  const rows = array(tuple(label, label), { minLength: 1, maxLength: 60 });

  it('has accuracy as its weighted recall, and every figure between 0 and 1', () =>
    assert(
      property(rows, (pairs) => {
        const scores = score(...unzip(pairs), labels);
        expect(scores.weighted.recall).toBeCloseTo(scores.accuracy, 12);
        for (const { precision, recall, f1 } of [scores.macro, ...Object.values(scores.perClass)]) {
          for (const figure of [precision, recall, f1]) {
            expect(figure).toBeGreaterThanOrEqual(0);
            expect(figure).toBeLessThanOrEqual(1);
          }
          if (Math.min(precision, recall) === 0) continue;
          expect(f1).toBeLessThanOrEqual(Math.max(precision, recall) + 1e-12);
        }
      }),
    ));

  it('swaps precision and recall when gold and predicted change places', () =>
    assert(
      property(rows, (pairs) => {
        const [gold, predicted] = unzip(pairs);
        const one = score(gold, predicted, labels);
        const other = score(predicted, gold, labels);
        expect(other.macro.precision).toBeCloseTo(one.macro.recall, 12);
        expect(other.macro.f1).toBeCloseTo(one.macro.f1, 12);
        expect(other.confusion.matrix).toEqual(
          labels.map((_, row) => one.confusion.matrix.map((r) => r[row])),
        );
      }),
    ));

  it('does not depend on the order of the rows', () =>
    assert(
      property(rows, (pairs) => {
        expect(score(...unzip([...pairs].reverse()), labels)).toEqual(score(...unzip(pairs), labels));
      }),
    ));

  it('is perfect for perfect answers', () =>
    assert(
      property(rows, (pairs) => {
        const gold = pairs.map(([label]) => label);
        expect(score(gold, gold, labels)).toMatchObject({
          accuracy: 1,
          macro: { precision: 1, recall: 1, f1: 1 },
        });
      }),
    ));
});

it('names a label outside the set', () => {
  expect(() => score(['joy'], ['rage'], labels)).toThrow(/"rage" is none of the labels neutral/);
});

it('refuses lists of different length', () => {
  expect(() => score(['joy', 'joy'], ['joy'], labels)).toThrow('2 gold labels and 1 predicted ones');
});

function expectAverages(
  scores: { precision: number; recall: number; f1: number },
  expected: [number, number, number],
): void {
  expect(scores.precision).toBeCloseTo(expected[0], 14);
  expect(scores.recall).toBeCloseTo(expected[1], 14);
  expect(scores.f1).toBeCloseTo(expected[2], 14);
}

function unzip(pairs: readonly (readonly [string, string])[]): [string[], string[]] {
  return [pairs.map(([gold]) => gold), pairs.map(([, predicted]) => predicted)];
}

/** The rows that the script for scikit-learn made too: ANSI C's generator, seed 7, its upper 15 bits. */
function generated(): { gold: string[]; predicted: string[] } {
  let state = 7;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state >> 16;
  };
  const bounds = [39, 62, 75, 87, 99, 100];
  const gold: string[] = [];
  const predicted: string[] = [];
  for (let row = 0; row < 750; row++) {
    const draw = next() % 100;
    const label = labels[bounds.findIndex((bound) => draw < bound)]!;
    gold.push(label);
    predicted.push(next() % 100 < 70 ? label : labels[next() % 5]!);
  }
  return { gold, predicted };
}
