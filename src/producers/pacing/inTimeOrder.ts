import type { TranscriptSegment } from '../../records/TranscriptSegment';

/** A segment and the time at which its last word has been said. */
export interface DueSegment {
  segment: TranscriptSegment;
  /** Milliseconds from the start of the streams. */
  dueMs: number;
}

/**
 * The segments of several streams in the order in which they are complete; at equal times, in the order of the
 * streams. The order within a stream is kept: where voices overlap, a segment is not due before the one in front of
 * it.
 */
export function inTimeOrder(streams: readonly (readonly TranscriptSegment[])[]): DueSegment[] {
  const due = streams.flatMap((stream) => {
    let latest = 0;
    return stream.map((segment) => {
      latest = Math.max(latest, segment.endMs);
      return { segment, dueMs: latest };
    });
  });
  return due.sort((a, b) => a.dueMs - b.dueMs);
}
