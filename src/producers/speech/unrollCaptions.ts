/** The words of a caption, and the number of words up to the end of each line that is not empty. */
export interface Caption {
  startMs: number;
  endMs: number;
  words: readonly string[];
  lineEnds: readonly number[];
}

/** Roll-up captions show two or three lines; a longer text is none, and comparing it would take long. */
const maxWindowCharacters = 1000;
/** Longest gap between two roll-up cues: YouTube leaves none, converters up to a frame or two. */
const maxGapMs = 120;
const minRepeats = 3;
const minShare = 0.4;

/** The caption of a cue's text (without markup, with its line breaks); without words if the text is too long. */
export function caption(startMs: number, endMs: number, text: string): Caption {
  const words: string[] = [];
  const lineEnds: number[] = [];
  for (const line of text.length > maxWindowCharacters ? [] : text.split('\n')) {
    const before = words.length;
    words.push(...line.split(/\s+/).filter((word) => word !== ''));
    if (words.length > before) lineEnds.push(words.length);
  }
  return { startMs, endMs, words, lineEnds };
}

/**
 * Whether captions are rolling, as YouTube's automatic ones are: each repeats the text of the one before it, with new
 * words below or after it. Decided for the whole file, since in written subtitles a repeated "No." was said twice.
 *
 * @param captions in order of time
 * @param hasWordTimes whether the file has times of single words, as only recognisers write; then one repeat is enough
 */
export function isRolling(captions: readonly Caption[], hasWordTimes: boolean): boolean {
  let pairs = 0;
  let repeats = 0;
  for (const [index, next] of captions.entries()) {
    const previous = captions[index - 1];
    if (previous === undefined || previous.words.length === 0 || !follows(previous, next)) continue;
    const repeated = repeatedWords(previous, next);
    // Two equal captions prove nothing: a refrain is repeated too.
    if (repeated === next.words.length) continue;
    pairs++;
    if (repeated > 0) repeats++;
  }
  return repeats >= (hasWordTimes ? 1 : minRepeats) && repeats >= pairs * minShare;
}

/**
 * For each rolling caption, how many words at its start were already shown. The other words are spoken while the
 * caption is on screen, so they have its times.
 */
export function shownBefore(captions: readonly Caption[]): number[] {
  return captions.map((next, index) => {
    const previous = captions[index - 1];
    if (previous === undefined) return 0;
    const repeated = repeatedWords(previous, next);
    // After a silence, a line counts as repeated only where new words follow below it.
    const stillStands = repeated < next.words.length && next.lineEnds.includes(repeated);
    return follows(previous, next) || stillStands ? repeated : 0;
  });
}

function follows(previous: Caption, next: Caption): boolean {
  return next.startMs - previous.endMs <= maxGapMs;
}

/**
 * How many words at the start of `next` are also the last words of `previous`. Only whole lines move up, so the match
 * must begin where a line of `previous` begins. In `next` it must end where a line ends, unless it is all of `previous`
 * or its last line, which may grow word by word.
 */
function repeatedWords(previous: Caption, next: Caption): number {
  const starts = [0, ...previous.lineEnds.slice(0, -1)];
  for (const start of starts) {
    const length = previous.words.length - start;
    if (length === 0 || length > next.words.length) continue;
    const mayGrow = start === 0 || start === starts.at(-1);
    if (!mayGrow && !next.lineEnds.includes(length)) continue;
    if (next.words.slice(0, length).every((word, index) => word === previous.words[start + index]))
      return length;
  }
  return 0;
}
