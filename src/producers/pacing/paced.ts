import type { TranscriptSegment } from '../../records/TranscriptSegment';
import { systemClock, type Clock } from './Clock';
import { inTimeOrder } from './inTimeOrder';
import type { Pace } from './parsePace';

export interface PacedOptions {
  /** 1 (live) by default. */
  pace?: Pace;
  /** Ends the iteration without an error, also during a wait. */
  signal?: AbortSignal;
  clock?: Clock;
}

/**
 * Plays streams as if they were spoken now. Each segment comes when its last word is said, since a transcript cannot
 * exist earlier, and `producedAt` is that moment. Several streams start together and run side by side. A slow
 * consumer misses nothing: overdue segments come without waiting until the clock is caught up.
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
