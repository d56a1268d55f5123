/** A timed text as a caption file or a recogniser has it. */
export interface Cue {
  /** Milliseconds from the start of the media. */
  startMs: number;
  endMs: number;
  /** As the file has it, markup included. */
  text: string;
  speaker?: string;
  /** BCP 47 tag. */
  language?: string;
  /** The cue's own identifier, where the format has one. */
  id?: string;
}
