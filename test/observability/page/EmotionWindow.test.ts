import { EmotionWindow } from '../../../src/observability/page/EmotionWindow';

const start = 1_700_000_000_000;
const after = (seconds: number): number => start + seconds * 1000;

it('counts each emotion in the bucket of its time, the newest last', () => {
  const window = new EmotionWindow(2, start);
  window.add(0, start);
  window.add(1, after(9));
  window.add(1, after(10));
  window.add(1, after(25));
  const buckets = window.read(after(25));
  expect(buckets).toHaveLength(60);
  expect(buckets.slice(-4)).toEqual([
    [0, 0],
    [1, 1],
    [0, 1],
    [0, 1],
  ]);
  expect(
    buckets
      .slice(0, -4)
      .flat()
      .every((count) => count === 0),
  ).toBe(true);
});

it('drops what is older than ten minutes', () => {
  const window = new EmotionWindow(1, start);
  window.add(0, start);
  expect(window.read(after(590))[0]).toEqual([1]);
  expect(window.read(after(600)).flat()).toEqual(Array(60).fill(0));
  window.add(0, after(600));
  expect(window.read(after(100_000)).flat()).toEqual(Array(60).fill(0));
});

it('when the clock is set back, uses the current bucket', () => {
  const window = new EmotionWindow(1, start);
  window.add(0, after(30));
  window.add(0, after(5));
  expect(window.read(after(5)).at(-1)).toEqual([2]);
});

it('gives the labels per second of the last ten to twenty seconds', () => {
  const window = new EmotionWindow(1, start);
  for (let second = 0; second < 60; second += 0.5) window.add(0, after(second));
  expect(window.rate(after(60))).toBeCloseTo(2, 5);
  expect(window.rate(after(65))).toBeCloseTo((2 * 10) / 15, 5);
  expect(window.rate(after(90))).toBe(0);
});
