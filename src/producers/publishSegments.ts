import type { TranscriptSegment } from '../records/TranscriptSegment';

/** Where segments go: a Kafka topic, or a test. */
export interface SegmentPublisher {
  /** Resolves once the batch is stored for good. */
  publish(batch: TranscriptSegment[]): Promise<void>;
  close(): Promise<void>;
}

export interface PublishOptions {
  /** Segments a batch; default 100. */
  maxBatch?: number;
  /**
   * Batches on their way at once; default 1. With more, a batch that is sent again after a failure may come
   * behind its follower, unless the publisher itself keeps the order.
   */
  maxInFlight?: number;
  /** Called after each stored batch with the totals so far. */
  onProgress?: (progress: PublishProgress) => void;
}

export interface PublishProgress {
  segments: number;
  batches: number;
}

/**
 * Publishes segments as they come. An idle publisher gets a segment at once; while it is busy the next ones
 * gather into a batch; once that is full the source is not asked for more. So nothing is dropped, and at most
 * `maxBatch * (maxInFlight + 1)` segments are held. The publisher is left open; the source is ended on failure.
 *
 * @returns the totals, once all is stored
 * @throws what the source or the publisher throws, the first of it
 */
export async function publishSegments(
  source: AsyncIterable<TranscriptSegment>,
  publisher: SegmentPublisher,
  { maxBatch = 100, maxInFlight = 1, onProgress }: PublishOptions = {},
): Promise<PublishProgress> {
  const queue = new PublishQueue(publisher, maxBatch, maxInFlight, onProgress);
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
  readonly #publisher: SegmentPublisher;
  readonly #maxBatch: number;
  readonly #maxInFlight: number;
  readonly #onProgress: ((progress: PublishProgress) => void) | undefined;
  readonly progress: PublishProgress = { segments: 0, batches: 0 };
  #batch: TranscriptSegment[] = [];
  #inFlight = 0;
  #failure: Error | undefined;
  /** Tells the one waiter that a batch is stored, or that one failed. */
  #wake: () => void = () => undefined;
  #interrupt: (failure: Error) => void = () => undefined;

  constructor(
    publisher: SegmentPublisher,
    maxBatch: number,
    maxInFlight: number,
    onProgress: ((progress: PublishProgress) => void) | undefined,
  ) {
    this.#publisher = publisher;
    this.#maxBatch = maxBatch;
    this.#maxInFlight = maxInFlight;
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
    while (this.#inFlight > 0) await this.#oneStored();
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
    if (this.#batch.length === 0 || this.#inFlight >= this.#maxInFlight) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#inFlight++;
    this.#store(batch).catch((error: unknown) => {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      this.#interrupt(this.#failure);
    });
  }

  async #store(batch: TranscriptSegment[]): Promise<void> {
    await this.#publisher.publish(batch);
    this.#inFlight--;
    this.progress.segments += batch.length;
    this.progress.batches++;
    this.#onProgress?.({ ...this.progress });
    this.#send();
    this.#wake();
  }
}
