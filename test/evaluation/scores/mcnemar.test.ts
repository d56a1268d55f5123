import { erfc, mcnemar } from '../../../src/evaluation/scores/mcnemar';

/** Two runs over 120 rows of which b only the first has right, and c only the second. */
function runs(b: number, c: number): [boolean[], boolean[]] {
  const agree = Array.from({ length: 120 }, (_, row) => row % 3 > 0);
  const of = (value: boolean, count: number): boolean[] => Array.from({ length: count }, () => value);
  return [
    [...agree, ...of(true, b), ...of(false, c)],
    [...agree, ...of(false, b), ...of(true, c)],
  ];
}

/*
 * Expected values by statsmodels 0.15.0, statsmodels.stats.contingency_tables.mcnemar([[50, b], [c, 20]], ...):
 * exact=True; exact=False, correction=True.
 */
describe('mcnemar, as statsmodels', () => {
  it.each([
    [10, 3, 0.09228515625, 2.769230769230769, 0.0960923294556734],
    [40, 25, 0.08168153394154003, 3.0153846153846153, 0.08247788747320971],
    [0, 5, 0.0625, 3.2, 0.07363827012030258],
    [200, 150, 0.008720036530555947, 6.86, 0.008814654904213312],
    [1, 0, 1, 0, 1],
  ])('tests %d against %d', (b, c, exactP, chiSquare, chiSquareP) => {
    const result = mcnemar(...runs(b, c));
    expect(result).toMatchObject({ onlyFirst: b, onlySecond: c });
    expect(result.exactP).toBeCloseTo(exactP, 12);
    expect(result.chiSquare).toBeCloseTo(chiSquare, 12);
    expect(result.chiSquareP).toBeCloseTo(chiSquareP, 12);
  });

  it('finds no difference between equal runs', () => {
    expect(mcnemar(...runs(0, 0))).toMatchObject({ exactP: 1, chiSquare: 0, chiSquareP: 1 });
    expect(mcnemar(...runs(7, 7))).toMatchObject({ exactP: 1, chiSquare: 0, chiSquareP: 1 });
  });

  it('stays a probability for many rows', () => {
    const { exactP } = mcnemar(...runs(3000, 2500));
    expect(exactP).toBeGreaterThan(0);
    expect(exactP).toBeLessThan(1e-9);
  });
});

/* Expected values by Python's math.erfc. */
it.each([
  [0, 1],
  [0.1, 0.8875370839817152],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [1.9999, 0.004679802092970608],
  [2, 0.004677734981047265],
  [3, 2.2090496998585438e-5],
  [6, 2.1519736712498916e-17],
])('erfc(%d)', (x, expected) => {
  expect(Math.abs(erfc(x) - expected) / expected).toBeLessThan(1e-11);
});
