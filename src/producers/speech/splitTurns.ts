/** A part of a cue's text that one voice says. */
export interface Turn {
  text: string;
  /** The cue marks a change of speaker here. */
  newTurn: boolean;
  /** Where the mark names the speaker. */
  speaker?: string;
}

/** A dash at the start of a line marks dialogue in subtitles; a minus before a digit does not. */
const leadingDash = /^[ \t]*[-‐‑–—―][ \t]*(?=[^\s\d\-‐‑–—―])/;
/** North American captions mark a new speaker with chevrons, sometimes with the name: `>> ALICE: Hi`. */
const chevrons = /(?:^|\s)>{2,3}\s*/;
const speakerName = /^(\p{Lu}[\p{Lu}\d .'’-]{0,39}):\s+/u;

/**
 * Splits a cue's text (without markup, with its line breaks) where its typography marks a change of speaker, and
 * removes the marks. Blank parts are left out.
 */
export function splitTurns(text: string): Turn[] {
  const turns: Turn[] = [];
  for (const line of text.split('\n')) {
    const dash = leadingDash.exec(line)?.[0] ?? '';
    const rest = line.slice(dash.length);
    const [head = '', ...afterChevrons] = rest.includes('>>') ? rest.split(chevrons) : [rest];
    append(turns, head, dash !== '');
    for (const piece of afterChevrons) appendNamed(turns, piece);
  }
  return turns;
}

function appendNamed(turns: Turn[], text: string): void {
  const name = speakerName.exec(text);
  append(turns, name === null ? text : text.slice(name[0].length), true, name?.[1]);
}

function append(turns: Turn[], text: string, newTurn: boolean, speaker?: string): void {
  const last = turns.at(-1);
  if (text.trim() === '') return;
  if (last === undefined || newTurn) turns.push({ text, newTurn, ...(speaker !== undefined && { speaker }) });
  else last.text += `\n${text}`;
}
