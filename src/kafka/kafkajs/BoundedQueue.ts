/** A queue between a writer that waits while it is full and one reader that waits while it is empty. */
export class BoundedQueue<T> implements AsyncIterable<T> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  #wakeReader: (() => void) | undefined;
  readonly #wakeWriters: (() => void)[] = [];
  #ended = false;
  #error: Error | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Waits for room. @returns false where the queue has ended and the item was not taken */
  async put(item: T): Promise<boolean> {
    while (!this.#ended && this.#items.length >= this.#capacity) {
      await new Promise<void>((resolve) => this.#wakeWriters.push(resolve));
    }
    if (this.#ended) return false;
    this.#items.push(item);
    this.#wakeReader?.();
    return true;
  }

  /** Takes no more items; the reader gets those that are there, then the end or the error. */
  end(error?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#wakeReader?.();
    for (const wake of this.#wakeWriters.splice(0)) wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        this.#wakeWriters.shift()?.();
        yield item;
      } else if (this.#ended) {
        if (this.#error !== undefined) throw this.#error;
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wakeReader = resolve));
        this.#wakeReader = undefined;
      }
    }
  }
}
