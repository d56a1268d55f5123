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

/** A segment of a text without times. */
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
