import type { TranscriptSegment } from '../records/TranscriptSegment';

/** Stores a batch, for example in a Kafka topic. It is not called again before its promise resolves. */
export type StoreSegments = (batch: TranscriptSegment[]) => Promise<void>;

export interface PublishOptions {
  /** Segments of one batch at most; 100. */
  maxBatch?: number;
  /** Called after each stored batch with the number of segments stored so far. */
  onProgress?: (stored: number) => void;
}

/**
 * Publishes segments as they come, one batch at a time. While no batch is being stored, a segment is stored at once;
 * otherwise segments gather into the next batch, and when that is full the source is not asked for more. So nothing is
 * dropped, the order is kept, and at most twice `maxBatch` segments are held. This is the only queue of the producer.
 *
 * @returns the number of segments, once all are stored
 * @throws the first error of the source or of `store`; the source is ended
 */
export async function publishSegments(
  source: AsyncIterable<TranscriptSegment>,
  store: StoreSegments,
  { maxBatch = 100, onProgress }: PublishOptions = {},
): Promise<number> {
  const queue = new PublishQueue(store, maxBatch, onProgress);
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await queue.unlessFailed(iterator.next());
      if (next.done === true) break;
      await queue.add(next.value);
    }
    await queue.drain();
  } catch (error) {
    // Not awaited: a source that waits for the next segment ends only after that.
    void iterator.return?.().then(undefined, () => undefined);
    throw error;
  }
  return queue.stored;
}

class PublishQueue {
  readonly #store: StoreSegments;
  readonly #maxBatch: number;
  readonly #onProgress: PublishOptions['onProgress'];
  /** Segments stored so far. */
  stored = 0;
  #batch: TranscriptSegment[] = [];
  #busy = false;
  #failure: Error | undefined;
  /** Resolves what waits for a stored batch. */
  #wake: () => void = () => undefined;
  /** Rejects what waits. */
  #interrupt: (failure: Error) => void = () => undefined;

  constructor(store: StoreSegments, maxBatch: number, onProgress: PublishOptions['onProgress']) {
    this.#store = store;
    this.#maxBatch = maxBatch;
    this.#onProgress = onProgress;
  }

  /** Resolves when there is room for the next segment. */
  async add(segment: TranscriptSegment): Promise<void> {
    this.#batch.push(segment);
    this.#send();
    while (this.#batch.length >= this.#maxBatch) await this.#oneStored();
  }

  /** Resolves when everything is stored. */
  async drain(): Promise<void> {
    while (this.#busy) await this.#oneStored();
  }

  /**
   * Waits for a promise, but rejects as soon as a batch fails. `Promise.race` with one promise for the failure would
   * keep a reaction in memory for each segment, and a stream may run for months.
   */
  unlessFailed<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#interrupt = reject;
      promise.then(resolve, reject);
      if (this.#failure !== undefined) reject(this.#failure);
    });
  }

  #oneStored(): Promise<void> {
    return this.unlessFailed(new Promise((resolve) => (this.#wake = resolve)));
  }

  #send(): void {
    if (this.#batch.length === 0 || this.#busy) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#busy = true;
    this.#storeBatch(batch).catch((error: unknown) => {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      this.#interrupt(this.#failure);
    });
  }

  async #storeBatch(batch: TranscriptSegment[]): Promise<void> {
    await this.#store(batch);
    this.#busy = false;
    this.stored += batch.length;
    this.#onProgress?.(this.stored);
    this.#send();
    this.#wake();
  }
}
