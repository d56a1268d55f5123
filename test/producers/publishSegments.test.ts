import type { TranscriptSegment } from '../../src/records/TranscriptSegment';
import { publishSegments } from '../../src/producers/publishSegments';
import { toTranscriptSegments } from '../../src/producers/segments/toTranscriptSegments';

const segments = (count: number) =>
  toTranscriptSegments(
    Array.from({ length: count }, (_, index) => ({ startMs: index, endMs: index + 1, text: `t${index}` })),
    { streamId: 's' },
  );

/** Stores a batch only when the test says so. */
class HeldPublisher {
  readonly batches: number[][] = [];
  readonly #held: { store: () => void; fail: (error: Error) => void }[] = [];

  readonly store = (batch: TranscriptSegment[]): Promise<void> => {
    this.batches.push(batch.map(({ sequence }) => sequence));
    return new Promise((store, fail) => this.#held.push({ store, fail }));
  };
  async storeNext(): Promise<void> {
    this.#held.shift()?.store();
    await this.settle();
  }
  async failNext(error: Error): Promise<void> {
    this.#held.shift()?.fail(error);
    await this.settle();
  }
  /** Lets everything that is ready run. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Counts how much was asked of it. */
class CountingSource {
  readonly #all: TranscriptSegment[];
  taken = 0;
  ended = false;
  constructor(all: TranscriptSegment[]) {
    this.#all = all;
  }
  async *[Symbol.asyncIterator]() {
    try {
      for (const segment of this.#all) {
        this.taken++;
        yield segment;
      }
    } finally {
      this.ended = true;
    }
  }
}

describe('publishSegments', () => {
  test('fills the next batch while one is stored, asks the source for no more than fits, loses nothing', async () => {
    const publisher = new HeldPublisher();
    const source = new CountingSource(segments(9));
    const progress: number[] = [];
    const done = publishSegments(source, publisher.store, {
      maxBatch: 3,
      onProgress: (stored) => progress.push(stored),
    });
    await publisher.settle();
    expect(publisher.batches).toEqual([[0]]);
    expect(source.taken).toBe(4);
    for (let round = 0; round < 4; round++) await publisher.storeNext();
    expect(await done).toBe(9);
    expect(publisher.batches).toEqual([[0], [1, 2, 3], [4, 5, 6], [7, 8]]);
    expect(progress).toEqual([1, 4, 7, 9]);
  });

  test('stores a segment at once while no batch is being stored', async () => {
    const publisher = new HeldPublisher();
    let release: () => void = () => undefined;
    async function* slow() {
      const [first, second] = segments(2);
      yield first!;
      await new Promise<void>((resolve) => (release = resolve));
      yield second!;
    }
    const done = publishSegments(slow(), publisher.store);
    await publisher.settle();
    await publisher.storeNext();
    release();
    await publisher.settle();
    expect(publisher.batches).toEqual([[0], [1]]);
    await publisher.storeNext();
    expect(await done).toBe(2);
  });

  test('stores what is in the batch even when the source gives nothing more', async () => {
    const publisher = new HeldPublisher();
    async function* pausing() {
      yield* segments(3);
      await new Promise<void>(() => undefined);
    }
    void publishSegments(pausing(), publisher.store);
    await publisher.settle();
    await publisher.storeNext();
    expect(publisher.batches).toEqual([[0], [1, 2]]);
  });

  test('never has two batches under way, so that the order is kept', async () => {
    let underWay = 0;
    const stored: number[] = [];
    const store = async (batch: TranscriptSegment[]): Promise<void> => {
      underWay += 1;
      expect(underWay).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      stored.push(...batch.map(({ sequence }) => sequence));
      underWay -= 1;
    };
    await publishSegments(new CountingSource(segments(50)), store, { maxBatch: 3 });
    expect(stored).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  test('throws the error of the store, also while the source gives nothing, and ends the source', async () => {
    const publisher = new HeldPublisher();
    async function* silent() {
      yield* segments(1);
      await new Promise<void>(() => undefined);
    }
    const first = publishSegments(silent(), publisher.store);
    await publisher.settle();
    void publisher.failNext(new Error('broker away'));
    await expect(first).rejects.toThrow('broker away');

    const source = new CountingSource(segments(9));
    const second = publishSegments(source, publisher.store, { maxBatch: 2 });
    await publisher.settle();
    void publisher.failNext(new Error('broker away'));
    await expect(second).rejects.toThrow('broker away');
    await publisher.settle();
    expect(source.ended).toBe(true);
    expect(source.taken).toBe(3);
  });

  test('throws the error of the source', async () => {
    async function* broken(): AsyncGenerator<TranscriptSegment> {
      yield* [];
      throw new Error('no more');
    }
    await expect(publishSegments(broken(), new HeldPublisher().store)).rejects.toThrow('no more');
  });

  test('an empty source publishes nothing', async () => {
    const publisher = new HeldPublisher();
    expect(await publishSegments(new CountingSource([]), publisher.store)).toBe(0);
    expect(publisher.batches).toEqual([]);
  });
});
