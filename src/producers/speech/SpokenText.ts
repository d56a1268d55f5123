/** What one voice says in one stretch of time: a cue, or a part of one, without markup. */
export interface SpokenText {
  startMs: number;
  endMs: number;
  /** On one line, single spaces, never empty. */
  text: string;
  speaker?: string;
  /** BCP 47 tag. */
  language?: string;
  /** The file marks that somebody else begins to speak here, without saying who. */
  newTurn?: boolean;
}
