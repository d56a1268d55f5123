import { parsePace } from '../../../src/producers/pacing/parsePace';
import { failureOf } from '../failureOf';

describe('parsePace', () => {
  test.each([
    ['live', 1],
    ['max', Infinity],
    ['20x', 20],
    ['0.5x', 0.5],
    [' 1.5X ', 1.5],
  ])('%j is %d', (text, pace) => expect(parsePace(text)).toBe(pace));

  test.each(['', '20', 'x', '0x', '-1x', 'fast', '1e3x', `${'9'.repeat(400)}x`, '2 x'])(
    'refuses %j',
    (text) => {
      expect(failureOf(() => parsePace(text))).toMatchObject({
        code: 'pace_invalid',
        fault: 'configuration',
        message: `"${text}" is not a pace`,
      });
    },
  );
});
