/** A piece of speech with its text: the record of `transcripts.segments` (schemas/TranscriptSegment.avsc). */
export interface TranscriptSegment {
  /** The broadcast or video. It is also the Kafka key, so that a stream stays in order on one partition. */
  streamId: string;
  /** Stable: the same transcript replayed gives the same ids. */
  segmentId: string;
  /** Place in the stream, from 0. */
  sequence: number;
  text: string;
  /** Milliseconds from the start of the stream. */
  startMs: number;
  endMs: number;
  /** BCP 47 tag; `und` when unknown. */
  language: string;
  speaker: string | null;
  /** False while the recogniser may still change the text. */
  isFinal: boolean;
  /** Unix time in milliseconds. */
  producedAt: number;
}

/**
 * A segment from its text; what is not given has a value that says so: no times, no speaker, language `und`.
 *
 * @param sequence place in the stream, from 0; with the stream it makes the segment's id, unless one is given
 *
 * @example
 * import { textSegment } from 'emostream';
 *
 * const segment = textSegment('studio-1', 0, 'Buenas tardes.', { language: 'es', startMs: 0, endMs: 1800 });
 * console.log(segment.segmentId); // studio-1:0
 */
export function textSegment(
  streamId: string,
  sequence: number,
  text: string,
  given: Partial<TranscriptSegment> = {},
): TranscriptSegment {
  return {
    streamId,
    segmentId: `${streamId}:${sequence}`,
    sequence,
    text,
    startMs: 0,
    endMs: 0,
    language: 'und',
    speaker: null,
    isFinal: true,
    producedAt: Date.now(),
    ...given,
  };
}
