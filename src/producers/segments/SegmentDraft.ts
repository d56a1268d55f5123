/** A segment before it belongs to a stream. */
export interface SegmentDraft {
  /** Milliseconds from the start of the stream, whole. */
  startMs: number;
  endMs: number;
  /** On one line, never empty. */
  text: string;
  speaker?: string;
  /** BCP 47 tag. */
  language?: string;
}
