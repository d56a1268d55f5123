import type { TranscriptSegment } from '../records/TranscriptSegment';

/** Stores a batch for good: in a Kafka topic, or in a test. It is called again when that is done. */
export type StoreSegments = (batch: TranscriptSegment[]) => Promise<void>;

export interface PublishOptions {
  /** Segments a batch; default 100. */
  maxBatch?: number;
  /** Called after each stored batch with the totals so far. */
  onProgress?: (progress: PublishProgress) => void;
}

export interface PublishProgress {
  segments: number;
  batches: number;
}

/**
 * Publishes segments as they come, one batch at a time. Where none is under way a segment is stored at once; meanwhile
 * the next ones gather into a batch; once that is full the source is not asked for more. So nothing is dropped, the
 * order is kept, and at most twice `maxBatch` segments are held. This is the one queue on the way out.
 *
 * @returns the totals, once all is stored
 * @throws what the source or `store` throws, the first of it; the source is ended
 */
export async function publishSegments(
  source: AsyncIterable<TranscriptSegment>,
  store: StoreSegments,
  { maxBatch = 100, onProgress }: PublishOptions = {},
): Promise<PublishProgress> {
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
  return queue.progress;
}

class PublishQueue {
  readonly #store: StoreSegments;
  readonly #maxBatch: number;
  readonly #onProgress: ((progress: PublishProgress) => void) | undefined;
  readonly progress: PublishProgress = { segments: 0, batches: 0 };
  #batch: TranscriptSegment[] = [];
  #busy = false;
  #failure: Error | undefined;
  /** Tells the one waiter that a batch is stored, or that one failed. */
  #wake: () => void = () => undefined;
  #interrupt: (failure: Error) => void = () => undefined;

  constructor(
    store: StoreSegments,
    maxBatch: number,
    onProgress: ((progress: PublishProgress) => void) | undefined,
  ) {
    this.#store = store;
    this.#maxBatch = maxBatch;
    this.#onProgress = onProgress;
  }

  /** Resolves when there is room for another one. */
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
   * Waits for a promise, but rejects as soon as a batch fails. (Not by `Promise.race` with one promise of the
   * failure: that would keep a reaction for each segment of a stream that may run for months.)
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
    this.progress.segments += batch.length;
    this.progress.batches++;
    this.#onProgress?.({ ...this.progress });
    this.#send();
    this.#wake();
  }
}
