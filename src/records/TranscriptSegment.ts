/** A stretch of speech with one text: the record of `transcripts.segments` (schemas/TranscriptSegment.avsc). */
export interface TranscriptSegment {
  /** The broadcast or video. Also the Kafka key, so that one stream stays in order on one partition. */
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
  /** False while live recognition may still change the text. */
  isFinal: boolean;
  /** Unix time in milliseconds. */
  producedAt: number;
}

/** A segment of a text that has no place in time of its own. */
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
