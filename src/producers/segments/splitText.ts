import type { SegmentLimits } from './SegmentLimits';
import { clauseEnds, sentenceEnds } from './sentenceEnds';
import type { TimedText } from './TimedText';

/** A part of a text: the offsets of its first character and after its last. */
export interface Stretch {
  from: number;
  to: number;
}

/**
 * Splits what one speaker says without a pause into segments, at sentence ends. A sentence beyond the limits is split
 * into about equal parts: at clause ends, else at the ends of cues, else between words, and inside a word only where
 * the word alone is longer than `maxCharacters`. Only the spaces between the parts are left out.
 */
export function splitText(timed: TimedText, limits: SegmentLimits): Stretch[] {
  return new Splitter(timed, limits).split();
}

class Splitter {
  readonly #timed: TimedText;
  readonly #limits: SegmentLimits;
  readonly #text: string;
  readonly #sentences: readonly number[];
  readonly #clauses: readonly number[];

  constructor(timed: TimedText, limits: SegmentLimits) {
    this.#timed = timed;
    this.#limits = limits;

    this.#text = timed.text;
    this.#sentences = sentenceEnds(this.#text);
    this.#clauses = clauseEnds(this.#text);
  }

  split(): Stretch[] {
    const stretches: Stretch[] = [];
    let from = 0;
    while (from < this.#text.length) {
      const to = this.#cut(from);
      stretches.push({ from, to });
      from = to;
      while (this.#text[from] === ' ') from++;
    }
    return stretches;
  }

  #cut(from: number): number {
    const { minCharacters } = this.#limits;
    const end = this.#text.length;
    const furthest = this.#furthest(from);
    const sentence = firstAtOrAbove(this.#sentences, from + minCharacters) ?? end;
    // A last sentence that is too short for a segment is joined to the one before it.
    if (furthest === end && end - sentence < minCharacters) return end;
    if (sentence <= furthest) return this.#withShortFollower(sentence, furthest);
    return this.#cutInside(from, sentence, furthest);
  }

  /**
   * A short sentence at the end of a cue is joined to the text before it in that cue, not to the next cue, where the
   * subject may be another one.
   */
  #withShortFollower(sentence: number, furthest: number): number {
    const follower = firstAtOrAbove(this.#sentences, sentence + 1) ?? Infinity;
    const isShort = follower - sentence < this.#limits.minCharacters && follower <= furthest;
    const [captionEnd] = this.#timed.pieceEnds(sentence - 1, follower);
    return isShort && captionEnd === follower ? follower : sentence;
  }

  /** Cuts a sentence that ends beyond the limits. */
  #cutInside(from: number, sentenceEnd: number, furthest: number): number {
    const { minCharacters, maxCharacters, maxDurationMs } = this.#limits;
    const duration = this.#timed.endMsAt(sentenceEnd) - this.#timed.startMsAt(from);
    const parts = Math.ceil(Math.max((sentenceEnd - from) / maxCharacters, duration / maxDurationMs));
    const ideal = Math.min(furthest, from + Math.round((sentenceEnd - from) / Math.max(parts, 2)));
    const least = Math.min(from + minCharacters, furthest) - 1;
    return (
      nearest(between(this.#clauses, least, furthest), ideal) ??
      nearest(this.#timed.pieceEnds(least, furthest), ideal) ??
      this.#wordEnd(from, ideal, furthest)
    );
  }

  /** The end of the last word before `ideal`, else before `furthest`, else of the word at `furthest`. */
  #wordEnd(from: number, ideal: number, furthest: number): number {
    for (const latest of [ideal, furthest]) {
      const space = this.#text.slice(from, latest + 1).lastIndexOf(' ');
      if (space > 0) return from + space;
    }
    const longest = from + this.#limits.maxCharacters;
    const space = this.#text.slice(furthest, longest + 1).indexOf(' ');
    if (space !== -1) return furthest + space;
    if (longest >= this.#text.length) return this.#text.length;
    // The word alone is longer than a segment may be; the cut must not split a surrogate pair.
    return /[\uD800-\uDBFF]/.test(this.#text[longest - 1] ?? '') ? longest + 1 : longest;
  }

  /** The furthest offset within the limits; `minCharacters` goes before the limit of time. */
  #furthest(from: number): number {
    const { minCharacters, maxCharacters, maxDurationMs } = this.#limits;
    const latest = this.#timed.startMsAt(from) + maxDurationMs;
    let low = Math.min(from + minCharacters, this.#text.length);
    let high = Math.min(from + maxCharacters, this.#text.length);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#timed.endMsAt(middle) <= latest) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function firstAtOrAbove(sorted: readonly number[], least: number): number | undefined {
  return sorted[indexAtOrAbove(sorted, least)];
}

/** The elements in (`above`, `upTo`]. */
function between(sorted: readonly number[], above: number, upTo: number): readonly number[] {
  return sorted.slice(indexAtOrAbove(sorted, above + 1), indexAtOrAbove(sorted, upTo + 1));
}

function indexAtOrAbove(sorted: readonly number[], least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nearest(candidates: readonly number[], ideal: number): number | undefined {
  return candidates.reduce<number | undefined>(
    (best, candidate) =>
      best === undefined || Math.abs(candidate - ideal) < Math.abs(best - ideal) ? candidate : best,
    undefined,
  );
}
