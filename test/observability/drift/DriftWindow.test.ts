import { DriftWindow } from '../../../src/observability/drift/DriftWindow';

const add = (window: DriftWindow, bin: number, times: number) => {
  for (let i = 0; i < times; i++) window.add(bin);
};

test('is NaN while chance alone would show drift: below 40 values for each bin but one', () => {
  const window = new DriftWindow([1, 1, 1], 1000);
  expect(window.index()).toBeNaN();
  add(window, 0, 79);
  expect(window.index()).toBeNaN();
  window.add(1);
  expect(window.index()).toBeGreaterThan(0.25);
});

test('drops what is older than the window', () => {
  const window = new DriftWindow([0.5, 0.5], 100);
  add(window, 0, 1000);
  expect(window.index()).toBeGreaterThan(1);
  add(window, 0, 50);
  add(window, 1, 50);
  expect(window.index()).toBeCloseTo(0, 10);
});
