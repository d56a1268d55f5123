/**
 * What to do with what is not speech: `[Música]`, `(aplausos)`, `♪`.
 * - `keep`: it stays.
 * - `drop-alone`: a text of nothing else is dropped, and brackets among words stay.
 * - `drop`: brackets and notes go wherever they are.
 */
export type SoundDescriptions = 'keep' | 'drop-alone' | 'drop';

export const soundDescriptionModes: readonly SoundDescriptions[] = ['keep', 'drop-alone', 'drop'];

const brackets = /\[[^[\]]*\]|\([^()]*\)|（[^（）]*）|【[^【】]*】/g;
const notes = /[♪♫♬♩]+/g;

/** The text with its sound descriptions treated as the mode says; empty where nothing else is left. */
export function withoutSoundDescriptions(text: string, mode: SoundDescriptions): string {
  if (mode === 'keep') return text;
  const speech = text.replaceAll(brackets, ' ').replaceAll(notes, ' ');
  if (mode === 'drop') return hasWords(speech) ? foldSpaces(speech) : '';
  return speech === text || hasWords(speech) ? text : '';
}

/** Runs of white space, line breaks among them, as one space; none at the ends. */
export function foldSpaces(text: string): string {
  return text.replaceAll(/[\s\u200b\u2060\ufeff]+/g, ' ').trim();
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
