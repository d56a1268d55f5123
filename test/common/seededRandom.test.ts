import { seededRandom, shuffled } from '../../src/common/seededRandom';

it('repeats itself for a seed, and not for the next', () => {
  const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

it('is even: mean, variance, and each tenth as often as another', () => {
  const random = seededRandom(42);
  const draws = Array.from({ length: 100_000 }, random);
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
  expect(mean).toBeCloseTo(0.5, 2);
  expect(variance).toBeCloseTo(1 / 12, 2);
  const tenths = new Array<number>(10).fill(0);
  for (const draw of draws) tenths[Math.floor(draw * 10)]! += 1;
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

it('shuffles a copy that has the same items', () => {
  const items = Array.from({ length: 50 }, (_, place) => place);
  const mixed = shuffled(items, seededRandom(1));
  expect(mixed).not.toEqual(items);
  expect([...mixed].sort((a, b) => a - b)).toEqual(items);
});
