import { setImmediate as yieldToEvents, setTimeout as delay } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { readTraceHeaders } from '../common/tracing/traceHeaders';
import type { Committer, Slice } from '../kafka/transactions/Committer';
import { HeldPartition } from './HeldPartition';
import { heartbeatWhile } from './heartbeatWhile';
import { InFlightGate, type InFlightLimits } from './InFlightGate';
import type { Outcome } from './Outcome';
import { type Answered, PartitionLane } from './PartitionLane';
import { type SourceRecord, sizeOf } from './SourceRecord';
import { noTracing, type Tracing } from './tracing/Tracing';

export interface TaggerSessionParts {
  kafka: Kafka;
  groupId: string;
  topic: string;
  inFlight: InFlightLimits;
  /** What becomes of a record; the outer promise is awaited before the next record of its partition is taken. */
  answer: (record: SourceRecord) => Promise<{ outcome: Promise<Outcome> }>;
  /** @param commitOffset moves the group's offset as its member, for commits without a transaction */
  createCommitter: (partition: number, commitOffset: (nextOffset: bigint) => Promise<void>) => Committer;
  /** The messages to write for a slice. */
  encode: (slice: Answered[]) => Promise<Slice['outputs']>;
  /** Offset of each partition at which to stop, exclusive: then the session ends by itself when all are there. */
  until?: ReadonlyMap<number, bigint> | undefined;
  tracing?: Tracing;
  events: TaggerSessionEvents;
}

/** What a session tells: for metrics, health and logs. */
export interface TaggerSessionEvents {
  joined: (partitions: readonly number[]) => void;
  taken: (records: number) => void;
  committed: (slice: Answered[]) => void;
}

/** How often a bounded session looks whether it is done. */
const rangePollMs = 200;
/** Records taken in a row before timers and sockets get their turn: tokenizing is done on this thread. */
const recordsPerTurn = 32;

/**
 * One life as a member of the consumer group: from joining to leaving or failing. Whatever goes wrong ends the
 * session, and the next one starts from what is committed: there is one way to recover, and it is the one that
 * also follows a crash.
 */
export class TaggerSession {
  readonly #parts: TaggerSessionParts;
  readonly #consumer: Consumer;
  readonly #gate: InFlightGate;
  readonly #held = new Map<number, HeldPartition>();
  #joined = false;
  #stopping = false;
  #fail: (error: unknown) => void = () => undefined;
  readonly #failed: Promise<never>;

  constructor(parts: TaggerSessionParts) {
    this.#parts = parts;

    this.#gate = new InFlightGate(parts.inFlight);
    this.#failed = new Promise<never>((_, reject) => (this.#fail = reject));
    // It is raced in run(); a failure after that is of no interest any more.
    this.#failed.catch(() => undefined);
    this.#consumer = parts.kafka.consumer({
      groupId: parts.groupId,
      // How long the partitions of a killed tagger wait for another. Inference runs in a worker, so this thread
      // never misses its heartbeats for long.
      sessionTimeout: 10_000,
      // One message takes little; small fetches keep a batch's stay in memory, and the wait for it, short.
      maxBytesPerPartition: 256 * 1024,
      maxWaitTimeInMs: 250,
      // kafkajs would restart by itself what it deems retriable; here every crash ends the session.
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
  }

  /** When the oldest record in hand of a partition was written, Unix milliseconds. */
  oldestTimestamp(partition: number): number | undefined {
    return this.#held.get(partition)?.lane?.oldestTimestamp;
  }

  /**
   * Takes part in the group until told to stop, then finishes what is in hand within `drainMs` and leaves.
   *
   * @throws whatever ended the session: the broker's errors, a lost partition, the classifier's failure
   */
  async run(signal: AbortSignal, drainMs: number): Promise<void> {
    const { topic } = this.#parts;
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.#consumer.on(this.#consumer.events.CRASH, ({ payload }) => this.#fail(payload.error));
    this.#consumer.on(this.#consumer.events.GROUP_JOIN, ({ payload }) => {
      const partitions = payload.memberAssignment[topic] ?? [];
      this.#releaseAll();
      for (const partition of partitions) this.#hold(partition);
      this.#joined = true;
      this.#parts.events.joined(partitions);
    });
    try {
      await this.#consumer.connect();
      await this.#consumer.subscribe({ topics: [topic], fromBeginning: true });
      await this.#consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        // Partitions wait for room and for their claim apart from each other.
        partitionsConsumedConcurrently: 64,
        eachBatch: (payload) => this.#takeBatch(payload),
      });
      await Promise.race([stopped, this.#failed, this.#rangeDone()]);
      await Promise.race([this.#drain(drainMs), this.#failed]);
    } finally {
      this.#stopping = true;
      this.#releaseAll();
      await this.#consumer.disconnect().catch(() => undefined);
    }
  }

  /** Stops taking in and waits for what is in hand; still a member, so that nobody takes it over meanwhile. */
  async #drain(drainMs: number): Promise<void> {
    this.#stopping = true;
    this.#consumer.pause([{ topic: this.#parts.topic }]);
    const lanes = [...this.#held.values()].map(({ lane }) => lane?.drained() ?? Promise.resolve());
    await Promise.race([Promise.all(lanes), delay(drainMs, undefined, { ref: false })]);
  }

  #hold(partition: number): void {
    const { topic, tracing = noTracing } = this.#parts;
    const committer = this.#parts.createCommitter(partition, (nextOffset) =>
      this.#consumer.commitOffsets([{ topic, partition, offset: nextOffset.toString() }]),
    );
    const createLane = (position: bigint): PartitionLane =>
      new PartitionLane(position, {
        commit: (slice, nextOffset) =>
          tracing.commit(slice, async () =>
            committer.commit({ outputs: await this.#parts.encode(slice), nextOffset }),
          ),
        committed: (slice) => {
          slice.forEach(({ record }) => this.#gate.leave(sizeOf(record)));
          this.#parts.events.committed(slice);
        },
        abandoned: (records) => records.forEach((record) => this.#gate.leave(sizeOf(record))),
        failed: (error) => this.#fail(error),
      });
    const held = new HeldPartition(committer, createLane);
    held.claimed.catch((error: unknown) => this.#fail(error));
    this.#held.set(partition, held);
  }

  /** Resolves when every partition held is at its end; never where there is none. */
  async #rangeDone(): Promise<void> {
    const { until } = this.#parts;
    if (until === undefined) return new Promise(() => undefined);
    const done = ([partition, held]: [number, HeldPartition]): boolean =>
      held.isAt(until.get(partition) ?? 0n);
    while (!this.#joined || ![...this.#held].every(done)) await delay(rangePollMs, undefined, { ref: false });
  }

  async #takeBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { topic, partition } = batch;
    const held = this.#held.get(partition);
    if (held === undefined) return;
    const lane = await heartbeatWhile(held.claimed, () => payload.heartbeat());
    const offset = held.seekBefore(batch, lane);
    if (offset !== undefined) {
      this.#consumer.seek({ topic, partition, offset: offset.toString() });
      return;
    }
    const end = this.#parts.until?.get(partition);
    let taken = 0;
    for (const message of batch.messages) {
      if (end !== undefined && BigInt(message.offset) >= end) {
        payload.pause();
        break;
      }
      if (this.#stopping || lane.closed || !payload.isRunning() || payload.isStale()) return;
      if (BigInt(message.offset) < lane.nextOffset) continue;
      await this.#take(lane, toSourceRecord(topic, partition, message), payload);
      payload.resolveOffset(message.offset);
      taken += 1;
      if (taken % recordsPerTurn === 0) await yieldToEvents();
    }
    // Transaction markers at the end of the batch have offsets of their own.
    payload.resolveOffset(batch.lastOffset());
    held.read(BigInt(batch.lastOffset()) + 1n);
    this.#parts.events.taken(taken);
  }

  async #take(lane: PartitionLane, record: SourceRecord, payload: EachBatchPayload): Promise<void> {
    const bytes = sizeOf(record);
    if (!this.#gate.tryEnter(bytes)) await this.#waitForRoom(bytes, payload);
    try {
      const { outcome } = await this.#parts.answer(record);
      lane.take(record, outcome);
    } catch (error) {
      this.#gate.leave(bytes);
      throw error;
    }
  }

  async #waitForRoom(bytes: number, payload: EachBatchPayload): Promise<void> {
    const entered = this.#gate.enter(bytes);
    try {
      await heartbeatWhile(entered, () => payload.heartbeat());
    } catch (error) {
      // Mostly a rebalance: kafkajs joins again when no partition is at work, so let the others not wait for room.
      this.#gate.turnAway(error);
      entered.then(
        () => this.#gate.leave(bytes),
        () => undefined,
      );
      throw error;
    }
  }

  #releaseAll(): void {
    for (const held of this.#held.values()) held.release();
    this.#held.clear();
  }
}

function toSourceRecord(topic: string, partition: number, message: KafkaMessage): SourceRecord {
  const { key, value, offset, timestamp, headers } = message;
  const trace = readTraceHeaders(headers);
  return { topic, partition, offset: BigInt(offset), timestamp: Number(timestamp), key, value, trace };
}
