const brackets = /\[[^[\]]*\]|\([^()]*\)|（[^（）]*）|【[^【】]*】/g;
const notes = /[♪♫♬♩]+/g;

/**
 * Whether a text is nothing but sound descriptions (`[Música]`, `(aplausos)`, `♪`): it has some, and no words outside
 * of them.
 */
export function isSoundDescription(text: string): boolean {
  const speech = text.replaceAll(brackets, ' ').replaceAll(notes, ' ');
  return speech !== text && !/[\p{L}\p{N}]/u.test(speech);
}

/** Replaces white space, line breaks included, by single spaces, with none at the ends. */
export function foldSpaces(text: string): string {
  return text.replaceAll(/[\s\u200b\u2060\ufeff]+/g, ' ').trim();
}
