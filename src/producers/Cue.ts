/** A text with its times, as it is in a caption file or a recogniser's output. */
export interface Cue {
  /** Milliseconds from the start of the media. */
  startMs: number;
  endMs: number;
  /** As in the file, markup included. */
  text: string;
  speaker?: string;
  /** BCP 47 tag. */
  language?: string;
  /** The cue's identifier, where the format has one. */
  id?: string;
}
