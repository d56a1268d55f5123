/** A stretch of speech with its gold emotion: one row of a labelled file, whatever its layout. */
export interface LabelledRow {
  /** Unique in its file. */
  id: string;
  /** The video or broadcast that it was cut from; rows of one video are one stream. */
  video: string;
  /** Milliseconds from the start of the video; 0 where the file has no times. */
  startMs: number;
  endMs: number;
  text: string;
  /** The gold emotion. */
  label: string;
}
