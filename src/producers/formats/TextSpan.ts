/** A part of a cue's text in one voice and one language, without markup, with its line breaks. */
export interface TextSpan {
  text: string;
  speaker?: string;
  /** BCP 47 tag. */
  language?: string;
}
