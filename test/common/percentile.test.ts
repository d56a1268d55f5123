import { percentile } from '../../src/common/percentile';

it.each([
  [[15, 20, 35, 40, 50], 5, 15],
  [[15, 20, 35, 40, 50], 30, 20],
  [[15, 20, 35, 40, 50], 40, 20],
  [[15, 20, 35, 40, 50], 100, 50],
  [[7], 1, 7],
])('of %j at %d', (sorted, p, expected) => {
  expect(percentile(sorted, p)).toBe(expected);
});

it('is exact at every percent of a hundred values', () => {
  const sorted = Array.from({ length: 100 }, (_, place) => place + 1);
  for (const value of sorted) expect(percentile(sorted, value)).toBe(value);
});
