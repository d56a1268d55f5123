/** What a caption shows: its words, and the number of words up to the end of each line that has some. */
export interface Caption {
  startMs: number;
  endMs: number;
  words: readonly string[];
  lineEnds: readonly number[];
}

/** Roll-up windows show two or three lines; a longer text is no window, and comparing it would cost time. */
const maxWindowCharacters = 1000;
/** Cues of one roll-up follow each other without a gap; YouTube leaves none, converters up to a frame or two. */
const maxGapMs = 120;
const minRepeats = 3;
const minShare = 0.4;

/** The caption of a cue's text (markup gone, line breaks kept); without words if it is too long for a window. */
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
 * Whether captions are rolling ones, as YouTube's automatic ones: each shows again what the one before it showed,
 * with the new words below or behind. Judged over the whole file, because in written subtitles a repeated "No."
 * is somebody saying it again.
 *
 * @param captions in order of time
 * @param hasWordTimes whether the file times single words, which only recognisers do; then fewer cues convince
 */
export function isRolling(captions: readonly Caption[], hasWordTimes: boolean): boolean {
  let pairs = 0;
  let repeats = 0;
  for (const [index, next] of captions.entries()) {
    const previous = captions[index - 1];
    if (previous === undefined || previous.words.length === 0 || !follows(previous, next)) continue;
    const repeated = repeatedWords(previous, next);
    // Captions that are wholly alike say nothing: a refrain repeats like that as well.
    if (repeated === next.words.length) continue;
    pairs++;
    if (repeated > 0) repeats++;
  }
  return repeats >= (hasWordTimes ? 1 : minRepeats) && repeats >= pairs * minShare;
}

/**
 * For each of rolling captions how many words at its start were already shown. The words after them are spoken
 * while the caption is on screen, so its times are theirs.
 */
export function shownBefore(captions: readonly Caption[]): number[] {
  return captions.map((next, index) => {
    const previous = captions[index - 1];
    if (previous === undefined) return 0;
    const repeated = repeatedWords(previous, next);
    // After a silence only a line that still stands above new words is a repeated one.
    const stillStands = repeated < next.words.length && next.lineEnds.includes(repeated);
    return follows(previous, next) || stillStands ? repeated : 0;
  });
}

function follows(previous: Caption, next: Caption): boolean {
  return next.startMs - previous.endMs <= maxGapMs;
}

/**
 * How many words at the start of `next` are those at the end of `previous`. Only whole lines roll up, so the match
 * must begin where a line of `previous` begins; in `next` it must fill lines, too, unless it is the whole window
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
