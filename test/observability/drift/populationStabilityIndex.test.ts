import fc from 'fast-check';
import { populationStabilityIndex } from '../../../src/observability/drift/populationStabilityIndex';

test('equal shares have the index 0, at any scale', () => {
  expect(populationStabilityIndex([0.2, 0.3, 0.5], [20, 30, 50])).toBeCloseTo(0, 12);
});

test('agrees with the formula computed by hand', () => {
  // (0.6 - 0.5) ln(0.6 / 0.5) + (0.4 - 0.5) ln(0.4 / 0.5) = 0.0405465
  expect(populationStabilityIndex([0.5, 0.5], [0.6, 0.4])).toBeCloseTo(0.0405465, 4);
});

test('an absent class gives a large, finite index', () => {
  const index = populationStabilityIndex([0.5, 0.5], [1, 0]);
  expect(index).toBeGreaterThan(0.25);
  expect(index).toBeLessThan(10);
});

test('is never negative, always finite and symmetric', () => {
  const weights = fc
    .array(fc.nat({ max: 1000 }), { minLength: 6, maxLength: 6 })
    .filter((all) => all.some(Boolean));
  fc.assert(
    fc.property(weights, weights, (a, b) => {
      const index = populationStabilityIndex(a, b);
      expect(index).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(index)).toBe(true);
      expect(populationStabilityIndex(b, a)).toBeCloseTo(index, 10);
    }),
  );
});

test.each([
  [[1, 2], [1]],
  [
    [0, 0],
    [1, 1],
  ],
  [
    [1, -1],
    [1, 1],
  ],
  [
    [1, NaN],
    [1, 1],
  ],
])('%j against %j are no distributions', (expected, actual) => {
  expect(() => populationStabilityIndex(expected, actual)).toThrow(RangeError);
});
