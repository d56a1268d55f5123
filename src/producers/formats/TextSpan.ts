/** A stretch of a cue's text in one voice and one language, markup taken away, line breaks kept. */
export interface TextSpan {
  text: string;
  speaker?: string;
  /** BCP 47 tag. */
  language?: string;
}
