/** A cue's text in lines, markup gone. */
export interface CaptionLines {
  startMs: number;
  endMs: number;
  lines: readonly string[];
}

/** Roll-up windows show two or three lines; a longer memory would only cost time. */
const WINDOW_WORDS = 120;
/** Cues of one roll-up follow each other without a gap; YouTube leaves none, converters up to a frame or two. */
const MAX_GAP_MS = 120;
const MIN_REPEATS = 3;
const MIN_SHARE = 0.4;

/**
 * Whether the cues are rolling captions, as YouTube's automatic ones: each shows again what the one before it
 * showed, with the new words below or behind. Judged over the whole file, because in written subtitles a repeated
 * "No." is somebody saying it again.
 *
 * @param cues in order of time
 * @param hasWordTimes whether the file times single words, which only recognisers do; then fewer cues convince
 */
export function isRolling(cues: readonly CaptionLines[], hasWordTimes: boolean): boolean {
  let pairs = 0;
  let repeats = 0;
  let previous: CaptionLines | undefined;
  for (const cue of cues) {
    if (previous !== undefined && follows(previous, cue) && wordsOf(previous.lines).length > 0) {
      const repeated = repeatedWords(previous.lines, cue.lines);
      // Cues that are wholly alike say nothing: a refrain repeats like that as well.
      if (repeated < wordsOf(cue.lines).length) {
        pairs++;
        if (repeated > 0) repeats++;
      }
    }
    previous = cue;
  }
  return repeats >= (hasWordTimes ? 1 : MIN_REPEATS) && repeats >= pairs * MIN_SHARE;
}

/**
 * For each of rolling cues the words that it is the first to show, in order; empty where it only holds what
 * was there. A cue's new words are spoken while it is on screen, so its times are theirs.
 */
export function newWords(cues: readonly CaptionLines[]): string[] {
  return cues.map((cue, index) => {
    const previous = cues[index - 1];
    const repeated =
      previous !== undefined && follows(previous, cue) ? repeatedWords(previous.lines, cue.lines) : 0;
    return wordsOf(cue.lines).slice(repeated).join(' ');
  });
}

function follows(previous: CaptionLines, next: CaptionLines): boolean {
  return next.startMs - previous.endMs <= MAX_GAP_MS;
}

/**
 * How many words at the start of `next` are those at the end of `previous`. Only whole lines of `previous` roll
 * up, so the match must begin where one of its lines begins; in `next` it must fill lines too, unless it is all
 * that the shortest window holds (a line that grows word by word).
 */
function repeatedWords(previous: readonly string[], next: readonly string[]): number {
  const nextWords = wordsOf(next);
  const nextLineEnds = lineEnds(next);
  const shown = wordsOf(previous);
  const starts = [0, ...lineEnds(previous).slice(0, -1)];
  for (const start of starts) {
    const length = shown.length - start;
    if (length === 0 || length > Math.min(nextWords.length, WINDOW_WORDS)) continue;
    if (!nextLineEnds.includes(length) && !isGrowth(start, starts)) continue;
    if (shown.slice(start).every((word, index) => word === nextWords[index])) return length;
  }
  return 0;
}

/** The last line of the window, or all of it, may be the one that still grows. */
function isGrowth(start: number, starts: readonly number[]): boolean {
  return start === 0 || start === starts.at(-1);
}

/** Number of words up to the end of each line that has words. */
function lineEnds(lines: readonly string[]): number[] {
  let total = 0;
  return lines
    .map((line) => wordsOf([line]).length)
    .filter((count) => count > 0)
    .map((count) => (total += count));
}

function wordsOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(/\s+/).filter((word) => word !== ''));
}
