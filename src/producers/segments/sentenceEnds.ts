/** Spanish and English abbreviations that do not end a sentence, in lower case, without their dot. */
const abbreviations = new Set(
  (
    'sr sra sres sras srta srtas dr dra dres dras d dª dña dn prof profa lic licda ing arq abg abog mtro mtra ' +
    'gral cnel tte sgto alm mons fr hno hna sto sta ud uds vd vds excmo excma ilmo ilma hble rvdo ' +
    'art arts núm num nro nº pág págs pag cap caps vol lit párr fig av avda cl pza pº ctra dpto depto prov apdo ' +
    'ej aprox máx mín ca cf vs vid ee uu ff aa rr hh jj oo mr mrs ms st jr sen rep gov gen col lt'
  ).split(' '),
);

const sentenceEnd = /(?:[.?!…]+|[。！？｡]+)["'”’»)\]}」』]*/g;
/** One mark, not a series of them, so that a line of a million commas does not take quadratic time. */
const clauseEnd = /[,;:–—)\]}]["'”’»]{0,2}(?=\s)|[、，；：]/g;

/**
 * Where the sentences of a text end: the offsets after their closing marks, ascending. A dot after an abbreviation or
 * an initial does not end a sentence, nor does any mark before a word in lower case (`¡Hola! dijo`, `EE. UU. y`).
 */
export function sentenceEnds(text: string): number[] {
  const ends: number[] = [];
  for (const match of text.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length;
    if (endsSentence(text, match.index, end, match[0])) ends.push(end);
  }
  return ends;
}

/** Where the clauses of a text end: the offsets after a comma, semicolon, colon, dash or bracket, ascending. */
export function clauseEnds(text: string): number[] {
  return Array.from(text.matchAll(clauseEnd), (match) => match.index + match[0].length);
}

function endsSentence(text: string, start: number, end: number, mark: string): boolean {
  if (end === text.length) return true;
  if (/[。！？｡]/.test(mark)) return true;
  if (!/\s/.test(text[end] ?? '')) return false;
  if (startsLowerCase(text, end)) return false;
  return mark !== '.' || !isAbbreviation(wordBefore(text, start));
}

/** Whether the first letter after white space and opening marks is in lower case. */
function startsLowerCase(text: string, from: number): boolean {
  const next = /^[\s"'“‘«([¿¡—–-]*(\p{L})/u.exec(text.slice(from, from + 12))?.[1];
  return next !== undefined && next !== next.toUpperCase();
}

function wordBefore(text: string, end: number): string {
  return /[^\s.("'“«¿¡]*$/u.exec(text.slice(Math.max(0, end - 12), end))?.[0] ?? '';
}

function isAbbreviation(word: string): boolean {
  return /^\p{Lu}$/u.test(word) || abbreviations.has(word.toLowerCase());
}
