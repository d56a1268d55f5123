import { LabelRing } from '../../../src/observability/page/LabelRing';
import { label } from './feed';

function ringOf(capacity: number, ...numbers: number[]): LabelRing {
  const ring = new LabelRing(capacity, numbers[0] ?? 1);
  for (const n of numbers) ring.push({ ...label(), n });
  return ring;
}

const numbers = (ring: LabelRing, after: number, limit = 100): number[] =>
  ring.after(after, limit).map(({ n }) => n);

it('gives the labels after a number, oldest first, up to a limit', () => {
  const ring = ringOf(10, 3, 5, 8, 9);
  expect(numbers(ring, 0)).toEqual([3, 5, 8, 9]);
  expect(numbers(ring, 5)).toEqual([8, 9]);
  expect(numbers(ring, 6, 1)).toEqual([8]);
  expect(numbers(ring, 9)).toEqual([]);
  expect(numbers(ring, 1000)).toEqual([]);
});

it('drops the oldest and gives the number of the last dropped one', () => {
  const ring = ringOf(2, 3, 5, 8, 9);
  expect(numbers(ring, 0)).toEqual([8, 9]);
  expect(ring.droppedUpTo).toBe(5);
});

it('has no labels from before it was made', () => {
  expect(ringOf(2).droppedUpTo).toBe(0);
  expect(ringOf(2, 7).droppedUpTo).toBe(6);
});

it('gives the number after which the latest few labels come', () => {
  const ring = ringOf(10, 3, 5, 8, 9);
  expect(numbers(ring, ring.numberBefore(2))).toEqual([8, 9]);
  expect(numbers(ring, ring.numberBefore(50))).toEqual([3, 5, 8, 9]);
  expect(ringOf(10).numberBefore(5)).toBe(0);
});
