import type { TranscriptSegment } from '../../records/TranscriptSegment';
import { groupByVideo } from '../data/groupByVideo';
import type { LabelledRow } from '../data/LabelledRow';

/** A segment that has still to be written: the time of writing is the writer's. */
export type ReplaySegment = Omit<TranscriptSegment, 'producedAt'>;

/**
 * A labelled file as live streams: a video is a stream, its rows the segments in the order of speech, each with the
 * row's id. The gold label stays here.
 *
 * @param language BCP 47 tag
 */
export function replayStreams(rows: readonly LabelledRow[], language = 'es'): ReplaySegment[][] {
  return [...groupByVideo(rows)].map(([streamId, group]) =>
    group.map(({ id, text, startMs, endMs }, sequence) => ({
      streamId,
      segmentId: id,
      sequence,
      text,
      startMs,
      endMs,
      language,
      speaker: null,
      isFinal: true,
    })),
  );
}
