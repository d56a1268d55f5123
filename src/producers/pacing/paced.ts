import type { TranscriptSegment } from '../../records/TranscriptSegment';
import { systemClock, type Clock } from './Clock';
import { inTimeOrder } from './inTimeOrder';
import type { Pace } from './parsePace';

export interface PacedOptions {
  /** Default 1, live. */
  pace?: Pace;
  /** Ends the iteration, without an error, also in mid-wait. */
  signal?: AbortSignal;
  clock?: Clock;
}

/**
 * Plays streams as if they were spoken now: each segment comes when its last word is said, for a transcript
 * cannot exist earlier, and `producedAt` is that moment. Several streams run side by side from the same
 * beginning. A taker that is late misses nothing: what is overdue comes without waiting, until the play has
 * caught up with the clock.
 *
 * @param streams each in order of sequence; the order is kept
 */
export async function* paced(
  streams: readonly (readonly TranscriptSegment[])[],
  { pace = 1, signal, clock = systemClock }: PacedOptions = {},
): AsyncGenerator<TranscriptSegment, void, undefined> {
  const begin = clock.monotonicMs();
  for (const { segment, dueMs } of inTimeOrder(streams)) {
    const wait = dueMs / pace - (clock.monotonicMs() - begin);
    if (wait > 0) await clock.sleep(wait, signal);
    if (signal?.aborted === true) return;
    yield { ...segment, producedAt: clock.now() };
  }
}
