import { randomUUID } from 'node:crypto';
import type { Batch, Consumer, Kafka } from 'kafkajs';
import { EmostreamError, messageOf } from '../../common/errors';
import type { ReadTopicOptions } from '../KafkaCluster';
import type { KafkaRecord } from '../KafkaRecord';
import { withAdmin } from './admin';
import { BoundedQueue } from './BoundedQueue';
import { defaultRetry } from './createKafka';
import { spansOf } from './offsets';
import { toRecord } from './PartitionFeed';

/** Where to begin in a partition and, optionally, where to stop, exclusive. */
export interface ReadSpan {
  partition: number;
  from: bigint;
  until?: bigint;
}

/** Records between Kafka and whoever reads: enough to keep both busy. */
const capacity = 2000;

const sessionTimeoutMs = 30_000;
const heartbeatMs = 3000;

/** As `KafkaCluster.readTopic`. */
export async function readTopic(
  kafka: Kafka,
  topic: string,
  { from, until, signal }: ReadTopicOptions,
): Promise<AsyncIterable<KafkaRecord>> {
  const spans = await withAdmin(kafka, async (admin) => {
    if (!(await admin.listTopics()).includes(topic)) {
      throw new EmostreamError(`there is no topic ${topic}`, {
        code: 'topic_missing',
        fault: 'configuration',
        hint: 'Create the topics with `emostream topics`.',
      });
    }
    return spansOf(admin, topic);
  });
  const places = spans.map(({ partition, earliest, end }) => ({
    partition,
    from: from === 'end' ? end : earliest,
    ...(until === 'end' && { until: end }),
  }));
  return readSpans(kafka, topic, places, signal);
}

/**
 * Reads spans of a topic as committed: no record of an aborted transaction, none of an open one. It reads under a group
 * name of its own and commits nothing, so it moves nobody's offsets. Resolves when it is in place.
 *
 * @throws from the loop EmostreamError `read_failed`
 */
export async function readSpans(
  kafka: Kafka,
  topic: string,
  spans: readonly ReadSpan[],
  signal?: AbortSignal,
): Promise<AsyncIterable<KafkaRecord>> {
  const reader = new TopicReader(kafka, topic, spans);
  if (reader.atEnd) reader.queue.end();
  else await reader.start();
  // Also where nobody has begun to read.
  const stop = (): void => void reader.stop();
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) stop();
  return (async function* () {
    try {
      yield* reader.queue;
    } finally {
      signal?.removeEventListener('abort', stop);
      await reader.stop();
    }
  })();
}

class TopicReader {
  readonly queue = new BoundedQueue<KafkaRecord>(capacity);
  readonly #topic: string;
  readonly #consumer: Consumer;
  readonly #spans: readonly ReadSpan[];
  /** The next offset of each partition. */
  readonly #positions: Map<number, bigint>;

  constructor(kafka: Kafka, topic: string, spans: readonly ReadSpan[]) {
    this.#topic = topic;
    this.#spans = spans;
    this.#positions = new Map(spans.map(({ partition, from }) => [partition, from]));
    this.#consumer = kafka.consumer({
      groupId: `emostream-reader-${randomUUID()}`,
      readUncommitted: false,
      sessionTimeout: sessionTimeoutMs,
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
      retry: defaultRetry,
    });
  }

  /** Whether each partition was read to where its span ends. */
  get atEnd(): boolean {
    return this.#spans.every(
      ({ partition, from, until }) =>
        until !== undefined && (this.#positions.get(partition) ?? from) >= until,
    );
  }

  /** Leaves nothing open where it fails. */
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
    try {
      await this.#consumer.connect();
      await this.#consumer.subscribe({ topics: [this.#topic], fromBeginning: true });
      await this.#consumer.run({
        autoCommit: false,
        partitionsConsumedConcurrently: 1,
        eachBatch: (payload) => this.#take(payload.batch, () => payload.heartbeat()),
      });
    } catch (error) {
      await this.stop();
      throw this.#failure(error);
    }
  }

  async stop(): Promise<void> {
    this.queue.end();
    await this.#consumer.disconnect().catch(() => undefined);
  }

  async #take(batch: Batch, heartbeat: () => Promise<void>): Promise<void> {
    const { partition } = batch;
    const until = this.#spans.find((span) => span.partition === partition)?.until;
    // Without it a reader that pauses would be taken for dead. An error shows at the next fetch.
    const beat = setInterval(() => void heartbeat().catch(() => undefined), heartbeatMs);
    try {
      for (const message of batch.messages) {
        const record = toRecord(this.#topic, partition, message);
        if (record.offset < (this.#positions.get(partition) ?? 0n)) continue;
        if (until !== undefined && record.offset >= until) return;
        if (!(await this.queue.put(record))) return;
        this.#positions.set(partition, record.offset + 1n);
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

  #failure(error: unknown): EmostreamError {
    return new EmostreamError(`reading ${this.#topic} failed: ${messageOf(error)}`, {
      code: 'read_failed',
      fault: 'environment',
      hint: 'Check that the brokers run and can be reached.',
      cause: error,
    });
  }
}
