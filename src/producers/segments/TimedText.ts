import type { SpokenText } from '../speech/SpokenText';

/** The place of a piece in the text, and when it is spoken. */
interface Anchor {
  from: number;
  to: number;
  startMs: number;
  endMs: number;
}

/** Pieces of speech joined to one text with spaces between them, and the time of each character. */
export class TimedText {
  readonly text: string;
  readonly #anchors: Anchor[] = [];

  constructor(pieces: readonly SpokenText[]) {
    let from = 0;
    for (const { text, startMs, endMs } of pieces) {
      this.#anchors.push({ from, to: from + text.length, startMs, endMs });
      from += text.length + 1;
    }
    this.text = pieces.map((piece) => piece.text).join(' ');
  }

  /** When the character at an offset begins; within a piece, time is in proportion to the characters. */
  startMsAt(offset: number): number {
    return interpolate(
      this.#anchorOf((anchor) => anchor.to > offset),
      offset,
    );
  }

  /** When the character before an offset ends. */
  endMsAt(offset: number): number {
    return interpolate(
      this.#anchorOf((anchor) => anchor.to >= offset),
      offset,
    );
  }

  /** The offsets in (`after`, `upTo`] at which a piece ends, rising. */
  pieceEnds(after: number, upTo: number): number[] {
    const ends: number[] = [];
    for (let index = this.#indexOf((anchor) => anchor.to > after); index < this.#anchors.length; index++) {
      const end = this.#anchors[index]?.to ?? Infinity;
      if (end > upTo) break;
      ends.push(end);
    }
    return ends;
  }

  #anchorOf(reached: (anchor: Anchor) => boolean): Anchor {
    const anchor = this.#anchors[this.#indexOf(reached)] ?? this.#anchors.at(-1);
    return anchor ?? { from: 0, to: 0, startMs: 0, endMs: 0 };
  }

  /** The first anchor for which a condition holds; it must hold for all later ones too. */
  #indexOf(reached: (anchor: Anchor) => boolean): number {
    let low = 0;
    let high = this.#anchors.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const anchor = this.#anchors[middle];
      if (anchor !== undefined && reached(anchor)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function interpolate({ from, to, startMs, endMs }: Anchor, offset: number): number {
  if (to === from) return startMs;
  const share = Math.min(1, Math.max(0, (offset - from) / (to - from)));
  return startMs + (endMs - startMs) * share;
}
