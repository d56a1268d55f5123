/** What one voice says without interruption: a cue, or a part of one, without markup. */
export interface SpokenText {
  startMs: number;
  endMs: number;
  /** On one line, single spaces, never empty. */
  text: string;
  speaker?: string;
  /** BCP 47 tag. */
  language?: string;
  /** The file marks a change of speaker here. */
  newTurn?: boolean;
}
