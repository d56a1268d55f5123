/** A segment that has no stream yet. */
export interface SegmentDraft {
  /** Whole milliseconds from the start of the stream. */
  startMs: number;
  endMs: number;
  /** On one line, never empty. */
  text: string;
  speaker?: string;
  /** BCP 47 tag. */
  language?: string;
}
