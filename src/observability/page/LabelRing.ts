import type { LiveLabel } from './client/protocol';

/** The latest labels of a stream, oldest first; what does not fit any more is forgotten. */
export class LabelRing {
  readonly #capacity: number;
  readonly #labels: LiveLabel[] = [];
  #forgottenUpTo: number;

  /** @param nextNumber number of the next label of the process: what came before is not here */
  constructor(capacity: number, nextNumber: number) {
    this.#capacity = capacity;

    this.#forgottenUpTo = nextNumber - 1;
  }

  /** A reader that has seen this number or a later one has missed nothing. */
  get forgottenUpTo(): number {
    return this.#forgottenUpTo;
  }

  push(label: LiveLabel): void {
    this.#labels.push(label);
    if (this.#labels.length > this.#capacity) this.#forgottenUpTo = this.#labels.shift()?.n ?? 0;
  }

  /** At most `limit` labels with a higher number, the oldest of them first. */
  after(number: number, limit: number): LiveLabel[] {
    let start = this.#labels.length;
    while (start > 0 && (this.#labels[start - 1]?.n ?? 0) > number) start -= 1;
    return this.#labels.slice(start, start + limit);
  }

  /** The number after which the latest `count` labels come. */
  numberBefore(count: number): number {
    const first = this.#labels.at(-count) ?? this.#labels[0];
    return first === undefined ? this.#forgottenUpTo : first.n - 1;
  }
}
