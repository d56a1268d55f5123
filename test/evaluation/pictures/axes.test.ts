import { assert, double, integer, property } from 'fast-check';
import { niceTicks } from '../../../src/evaluation/pictures/axes';

it.each([
  [1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [1166, 5, [0, 500, 1000, 1500]],
  [2.3, 5, [0, 0.5, 1, 1.5, 2, 2.5]],
  [7, 5, [0, 2, 4, 6, 8]],
  [0, 5, [0, 1]],
  [NaN, 5, [0, 1]],
])('of %d, about %d', (max, count, ticks) => {
  expect(niceTicks(max, count)).toEqual(ticks);
});

it('reaches the maximum, with even steps and not many more than asked for', () =>
  assert(
    property(double({ min: 1e-6, max: 1e9, noNaN: true }), integer({ min: 2, max: 60 }), (max, count) => {
      const ticks = niceTicks(max, count);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(max * 0.999);
      expect(ticks.at(-2)).toBeLessThan(max);
      expect(ticks.length).toBeLessThanOrEqual(count + 2);
    }),
  ));
