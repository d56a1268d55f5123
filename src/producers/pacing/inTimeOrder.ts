import type { TranscriptSegment } from '../../records/TranscriptSegment';

/** A segment and when its last word has been said. */
export interface DueSegment {
  segment: TranscriptSegment;
  /** Milliseconds from the start of the streams. */
  dueMs: number;
}

/**
 * The segments of several streams in the order in which they are complete, equal times in the order of the
 * streams. Within a stream the sequence stays as it is: where voices overlap, a segment that follows a longer
 * one waits for it.
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
