import type { LiveLabel } from './client/protocol';

/** The latest labels of a stream, oldest first; older ones are dropped. */
export class LabelRing {
  readonly #capacity: number;
  readonly #labels: LiveLabel[] = [];
  #droppedUpTo: number;

  /** @param nextNumber number of the next label of the process; earlier labels are not in the ring */
  constructor(capacity: number, nextNumber: number) {
    this.#capacity = capacity;

    this.#droppedUpTo = nextNumber - 1;
  }

  /** Number of the last dropped label; a reader that has seen it or a later one has missed nothing. */
  get droppedUpTo(): number {
    return this.#droppedUpTo;
  }

  push(label: LiveLabel): void {
    this.#labels.push(label);
    if (this.#labels.length > this.#capacity) this.#droppedUpTo = this.#labels.shift()?.n ?? 0;
  }

  /** The first `limit` labels with a higher number, oldest first. */
  after(number: number, limit: number): LiveLabel[] {
    let start = this.#labels.length;
    while (start > 0 && (this.#labels[start - 1]?.n ?? 0) > number) start -= 1;
    return this.#labels.slice(start, start + limit);
  }

  /** The number before the latest `count` labels. */
  numberBefore(count: number): number {
    const first = this.#labels.at(-count) ?? this.#labels[0];
    return first === undefined ? this.#droppedUpTo : first.n - 1;
  }
}
