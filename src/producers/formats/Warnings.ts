/** A piece of a file that was skipped or repaired. */
export interface TranscriptWarning {
  /** One sentence, naming the piece. */
  message: string;
  /** Line in the file, from 1, for formats made of lines. */
  line?: number;
}

/**
 * Collects warnings. A file of nothing but garbage would give one a line, so only the first are kept and the
 * others counted.
 */
export class Warnings {
  readonly #limit: number;
  readonly #kept: TranscriptWarning[] = [];
  #left = 0;

  constructor(limit = 1000) {
    this.#limit = limit;
  }

  add(message: string, line?: number): void {
    if (this.#kept.length >= this.#limit) this.#left++;
    else this.#kept.push(line === undefined ? { message } : { message, line });
  }

  /** The warnings in the order they came; the last one says how many more there were, if any. */
  list(): TranscriptWarning[] {
    if (this.#left === 0) return [...this.#kept];
    return [...this.#kept, { message: `${this.#left} more warnings were left off` }];
  }
}

/** The start of a text, quoted, for a message. */
export function excerpt(text: string): string {
  const start = text.slice(0, 60).replaceAll('\n', ' ').trim();
  return text.length > 60 ? `"${start}…"` : `"${start}"`;
}
