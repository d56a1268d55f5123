/** A piece of a file that was skipped or repaired. */
export interface TranscriptWarning {
  /** One sentence that names the piece. */
  message: string;
  /** Line in the file, from 1, for line-based formats. */
  line?: number;
}

/** A file without any valid line would give a warning for each: only the first are kept, the others are counted. */
const limit = 1000;

/** Collects warnings. */
export class Warnings {
  readonly #kept: TranscriptWarning[] = [];
  #omitted = 0;

  add(message: string, line?: number): void {
    if (this.#kept.length >= limit) this.#omitted++;
    else this.#kept.push(line === undefined ? { message } : { message, line });
  }

  /** The warnings in their order; the last one gives the number of those omitted, if any. */
  list(): TranscriptWarning[] {
    if (this.#omitted === 0) return [...this.#kept];
    return [...this.#kept, { message: `${this.#omitted} more warnings are not shown` }];
  }
}

/** The start of a text, quoted, for a message. */
export function excerpt(text: string): string {
  const start = text.slice(0, 60).replaceAll('\n', ' ').trim();
  return text.length > 60 ? `"${start}…"` : `"${start}"`;
}
