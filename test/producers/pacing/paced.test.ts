import type { Clock } from '../../../src/producers/pacing/Clock';
import { systemClock } from '../../../src/producers/pacing/Clock';
import { paced, type PacedOptions } from '../../../src/producers/pacing/paced';
import { toTranscriptSegments } from '../../../src/producers/segments/toTranscriptSegments';

/** Time passes only in sleep, and where a test lets it. */
class FakeClock implements Clock {
  elapsed = 0;
  readonly sleeps: number[] = [];
  now = () => 1_000_000 + this.elapsed;
  monotonicMs = () => this.elapsed;
  sleep = async (milliseconds: number) => {
    this.sleeps.push(milliseconds);
    this.elapsed += milliseconds;
  };
}

const stream = (streamId: string, ...ends: number[]) =>
  toTranscriptSegments(
    ends.map((endMs, index) => ({ startMs: 0, endMs, text: `${streamId}${index}` })),
    { streamId },
  );

async function play(streams: Parameters<typeof paced>[0], options: PacedOptions, clock = new FakeClock()) {
  const played: [string, number][] = [];
  for await (const { text, producedAt } of paced(streams, { ...options, clock })) {
    played.push([text, producedAt - 1_000_000]);
  }
  return played;
}

describe('paced', () => {
  const a = stream('a', 1000, 4000, 3000);
  const b = stream('b', 1000, 2000);

  test('gives each segment when its last word is said, streams side by side and each in order', async () => {
    expect(await play([a, b], {})).toEqual([
      ['a0', 1000],
      ['b0', 1000],
      ['b1', 2000],
      ['a1', 4000],
      ['a2', 4000],
    ]);
  });

  test.each([
    [20, 50, 200],
    [0.5, 2000, 8000],
    [Infinity, 0, 0],
  ])('at pace %d', async (pace, first, last) => {
    const played = await play([a], { pace });
    expect(played.map(([, at]) => at)).toEqual([first, last, last]);
  });

  test('does not wait for a slow consumer, and catches up without drift', async () => {
    const clock = new FakeClock();
    const played: number[] = [];
    for await (const { producedAt } of paced([stream('a', 1000, 2000, 3000, 9000)], { clock })) {
      played.push(producedAt - 1_000_000);
      if (played.length === 1) clock.elapsed += 4500;
    }
    expect(played).toEqual([1000, 5500, 5500, 9000]);
    expect(clock.sleeps).toEqual([1000, 3500]);
  });

  test('ends without an error on abort, before and during a wait', async () => {
    const aborted = AbortSignal.abort();
    expect(await play([a], { signal: aborted, pace: Infinity })).toEqual([]);

    const controller = new AbortController();
    const player = paced([stream('a', 0, 3_600_000)], { signal: controller.signal });
    expect((await player.next()).value).toMatchObject({ text: 'a0' });
    const waiting = player.next();
    controller.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test('gives nothing for no streams', async () => expect(await play([[], []], {})).toEqual([]));
});

describe('systemClock', () => {
  test('sleeps', async () => {
    const before = systemClock.monotonicMs();
    await systemClock.sleep(20);
    expect(systemClock.monotonicMs() - before).toBeGreaterThan(15);
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(10_000);
  });
});
