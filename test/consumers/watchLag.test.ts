import type { PartitionLag } from '../../src/kafka/GroupMember';
import { watchLag } from '../../src/consumers/watchLag';

/** What was told while so many seconds went by. */
async function told(
  answers: (() => Promise<PartitionLag[]>)[],
  seconds: number,
  oldest: (partition: number) => number | undefined = () => undefined,
) {
  const lags: [partition: number, records: number, seconds: number][] = [];
  const unknown: unknown[] = [];
  let asked = 0;
  const lag = (): Promise<PartitionLag[]> => answers[Math.min(asked++, answers.length - 1)]!();
  const observer = {
    lag: (...one: [number, number, number]) => void lags.push(one),
    lagUnknown: (error: unknown) => void unknown.push(error),
  };
  const watching = watchLag({ lag }, { oldest }, observer).subscribe();
  await jest.advanceTimersByTimeAsync(seconds * 1000);
  watching.unsubscribe();
  const before = asked;
  await jest.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(before);
  return { lags, unknown, asked };
}

const of = (records: number) => () => Promise.resolve([{ partition: 2, records }]);

beforeEach(() => void jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void jest.useRealTimers());

describe('watchLag', () => {
  it('asks at once and then every five seconds, until it is unsubscribed from', async () => {
    expect((await told([of(0)], 12)).asked).toBe(3);
  });

  it('tells the age of the oldest record in hand', async () => {
    const { lags } = await told([of(7)], 1, () => 1_000_000 - 4000);
    expect(lags).toEqual([[2, 7, 4]]);
  });

  it('with nothing in hand, counts from when lag was first seen, and from anew after it was gone', async () => {
    const { lags } = await told([of(7), of(7), of(0), of(3), of(3)], 21);
    expect(lags).toEqual([
      [2, 7, 0],
      [2, 7, 5],
      [2, 0, 0],
      [2, 3, 0],
      [2, 3, 5],
    ]);
  });

  it('asks again after a second where the broker did not answer', async () => {
    const broken = (): Promise<never> => Promise.reject(new Error('away'));
    const { lags, unknown } = await told([broken, broken, of(1)], 3);
    expect(unknown).toEqual([new Error('away'), new Error('away')]);
    expect(lags).toEqual([[2, 1, 0]]);
  });
});
