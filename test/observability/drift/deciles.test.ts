import fc from 'fast-check';
import { binOf, decileBins } from '../../../src/observability/drift/deciles';

test('each bin holds a tenth', () => {
  const { bounds, counts } = decileBins(Array.from({ length: 100 }, (_, index) => index + 1));
  expect(bounds).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
  expect(counts).toEqual(new Array(10).fill(10));
});

test('equal values stay in one bin, with their true weight', () => {
  expect(decileBins([5, 5, 5, 5, 5, 5, 5, 5, 5, 9])).toEqual({ bounds: [5], counts: [9, 1] });
  expect(decileBins([7, 7])).toEqual({ bounds: [7], counts: [2, 0] });
});

test('every value is in a bin, a bound in the one below it', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 200 }), (values) => {
      const { bounds, counts } = decileBins(values);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
      bounds.forEach((bound, index) => expect(binOf(bounds, bound)).toBe(index));
      expect(binOf(bounds, Infinity)).toBeLessThanOrEqual(bounds.length);
    }),
  );
});
