import { randomUUID } from 'node:crypto';
import type { Batch, Consumer, Kafka, KafkaMessage } from 'kafkajs';
import { EmostreamError, messageOf } from '../common/errors';
import { BoundedQueue } from './BoundedQueue';
import { defaultRetry } from './createKafka';
import { withAdmin } from './topicAdmin';

/** A record as kafkajs gives it, with where it was. */
export type ReadMessage = KafkaMessage & { topic: string; partition: number };

export interface ReadTopicOptions {
  from: 'beginning' | 'end';
  /** `end`: stop at what was there when the reading began. Default: go on until the signal or the end of the loop. */
  until?: 'end';
  /** Ends the reading, without an error. */
  signal?: AbortSignal;
}

/** Messages between Kafka and whoever reads: enough to keep both busy. */
const capacity = 2000;

const sessionTimeoutMs = 30_000;
const heartbeatMs = 3000;

/**
 * Reads a topic as committed: no record of an aborted transaction, none of an open one. Resolves when the place in
 * each partition is fixed, so that with `from: 'end'` nothing that is published after that is missed. Records of
 * a partition come in order.
 *
 * It reads under a group name of its own and commits nothing, so it moves nobody's offsets. Breaking out of the
 * loop stops it.
 *
 * @throws EmostreamError `topic_missing`; from the loop `read_failed`
 */
export async function readTopic(
  kafka: Kafka,
  topic: string,
  options: ReadTopicOptions,
): Promise<AsyncGenerator<ReadMessage, void, undefined>> {
  const { signal } = options;
  const reader = new Reader(kafka, topic, await offsetsOf(kafka, topic), options);
  if (reader.atEnd) reader.queue.end();
  else await reader.start();
  const stop = (): void => reader.queue.end();
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) stop();
  return (async function* () {
    try {
      yield* reader.queue;
    } finally {
      signal?.removeEventListener('abort', stop);
      reader.queue.end();
      await reader.stop();
    }
  })();
}

interface Span {
  partition: number;
  low: bigint;
  high: bigint;
}

class Reader {
  readonly queue = new BoundedQueue<ReadMessage>(capacity);
  readonly #topic: string;
  readonly #consumer: Consumer;
  readonly #spans: Span[];
  readonly #untilEnd: boolean;
  /** The next offset of each partition. */
  readonly #positions: Map<number, bigint>;

  constructor(kafka: Kafka, topic: string, spans: Span[], { from, until }: ReadTopicOptions) {
    this.#topic = topic;
    this.#spans = spans;
    this.#untilEnd = until === 'end';
    this.#positions = new Map(
      spans.map(({ partition, low, high }) => [partition, from === 'end' ? high : low]),
    );
    this.#consumer = kafka.consumer({
      groupId: `emostream-reader-${randomUUID()}`,
      readUncommitted: false,
      sessionTimeout: sessionTimeoutMs,
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
      retry: defaultRetry,
    });
  }

  /** Whether each partition was read to where it ended at the start, where that is the end. */
  get atEnd(): boolean {
    return (
      this.#untilEnd &&
      this.#spans.every(({ partition, high }) => (this.#positions.get(partition) ?? high) >= high)
    );
  }

  async start(): Promise<void> {
    const { events } = this.#consumer;
    // Whenever the group is joined again the place is ours to know: nothing is committed.
    this.#consumer.on(events.GROUP_JOIN, () => this.#seek());
    this.#consumer.on(events.CRASH, ({ payload }) => {
      if (!payload.restart) this.queue.end(this.#failure(payload.error));
    });
    // Also comes for a fetch of control records alone, which eachBatch never sees: they end every transaction.
    this.#consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      this.#advance(payload.partition, BigInt(payload.lastOffset) + 1n);
    });
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [this.#topic], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 1,
      eachBatch: (payload) => this.#take(payload.batch, () => payload.heartbeat()),
    });
  }

  async stop(): Promise<void> {
    await this.#consumer.disconnect().catch(() => undefined);
  }

  async #take(batch: Batch, heartbeat: () => Promise<void>): Promise<void> {
    const { partition } = batch;
    // Without it a reader that pauses would be taken for dead. An error shows at the next fetch.
    const beat = setInterval(() => void heartbeat().catch(() => undefined), heartbeatMs);
    try {
      for (const message of batch.messages) {
        const offset = BigInt(message.offset);
        if (offset < (this.#positions.get(partition) ?? 0n)) continue;
        if (!(await this.queue.put({ ...message, topic: this.#topic, partition }))) return;
        this.#positions.set(partition, offset + 1n);
      }
    } finally {
      clearInterval(beat);
    }
  }

  #advance(partition: number, next: bigint): void {
    if (next > (this.#positions.get(partition) ?? 0n)) this.#positions.set(partition, next);
    if (this.atEnd) this.queue.end();
  }

  #seek(): void {
    for (const [partition, offset] of this.#positions) {
      this.#consumer.seek({ topic: this.#topic, partition, offset: String(offset) });
    }
  }

  #failure(error: Error): EmostreamError {
    return new EmostreamError(`reading ${this.#topic} failed: ${messageOf(error)}`, {
      code: 'read_failed',
      fault: 'environment',
      hint: 'Check that the brokers run and can be reached.',
      cause: error,
    });
  }
}

async function offsetsOf(kafka: Kafka, topic: string): Promise<Span[]> {
  return withAdmin(kafka, async (admin) => {
    if (!(await admin.listTopics()).includes(topic)) {
      throw new EmostreamError(`there is no topic ${topic}`, {
        code: 'topic_missing',
        fault: 'configuration',
        hint: 'Create the topics with `emostream topics`.',
      });
    }
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));
  });
}
