import { DriftWindow } from '../../../src/observability/drift/DriftWindow';

const add = (window: DriftWindow, emotion: string, times: number) => {
  for (let i = 0; i < times; i++) window.add(emotion);
};

test('says nothing below the fewest', () => {
  const window = new DriftWindow({ joy: 0.5, anger: 0.5 }, 100, 10);
  add(window, 'joy', 9);
  expect(window.index()).toBeNaN();
  window.add('anger');
  expect(window.index()).toBeGreaterThan(0.25);
});

test('forgets what is older than the window', () => {
  const window = new DriftWindow({ joy: 0.5, anger: 0.5 }, 100, 10);
  add(window, 'joy', 1000);
  expect(window.index()).toBeGreaterThan(1);
  add(window, 'joy', 50);
  add(window, 'anger', 50);
  expect(window.index()).toBeCloseTo(0, 10);
});

test('leaves out a class that the training data does not name', () => {
  const window = new DriftWindow({ joy: 1, anger: 1 }, 100, 10);
  add(window, 'surprise', 50);
  expect(window.index()).toBeNaN();
});
