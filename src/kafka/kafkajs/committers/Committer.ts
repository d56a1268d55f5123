import type { Producer } from 'kafkajs';
import { CommitError } from '../../CommitError';
import type { CommitSlice } from '../../GroupMember';
import { kafkaFaultOf } from '../kafkaErrors';
import type { KafkajsClient } from '../KafkajsClient';
import { resumeOffset } from '../offsets';

/** Which partition, for which consumer group. */
export interface CommitterOptions {
  group: string;
  topic: string;
  partition: number;
}

/**
 * Writes the results of one input partition and moves its committed offset. What both deliveries share: a producer
 * from a claim to the first failure. A kafkajs producer is of no use after a failed transaction, and would give later
 * records the sequence numbers of failed ones.
 */
export abstract class Committer<O extends CommitterOptions = CommitterOptions> {
  readonly #place: string;
  #producer: Producer | undefined;

  constructor(
    protected readonly client: KafkajsClient,
    protected readonly options: O,
  ) {
    const { group, topic, partition } = options;
    this.#place = `${topic}[${partition}] for group ${group}`;
  }

  protected abstract createProducer(): Producer;
  /** Shuts out whoever had the partition before, where that can be done. */
  protected abstract fence(producer: Producer): Promise<void>;
  protected abstract write(producer: Producer, slice: CommitSlice): Promise<void>;

  /**
   * Takes the partition over: whoever had it before can commit nothing more (exactly once only).
   *
   * @returns the offset to read from: seek to it, whatever was read before
   * @throws CommitError
   */
  async claim(): Promise<bigint> {
    await this.close();
    const producer = this.createProducer();
    this.#producer = producer;
    return this.#using(producer, async () => {
      await producer.connect();
      await this.fence(producer);
      return resumeOffset(this.client.kafka, this.options);
    });
  }

  /**
   * Commits one slice. One call at a time, in the order of the partition.
   *
   * @throws CommitError: then nothing is known of the slice until `claim` tells where the partition stands
   */
  async commit(slice: CommitSlice): Promise<void> {
    const producer = this.#producer;
    if (producer === undefined) throw new CommitError('retry', this.#place, 'it is not claimed');
    await this.#using(producer, () => this.write(producer, slice));
  }

  /** Disconnects; commits nothing. Idempotent. */
  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }

  async #using<T>(producer: Producer, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.#producer === producer) this.#producer = undefined;
      throw commitError(this.#place, error);
    } finally {
      // Failed, or closed meanwhile: a kafkajs client that was disconnected during its work connects again to go on.
      // Not awaited: it waits for answers that a dead broker will never give.
      if (this.#producer !== producer) void producer.disconnect().catch(() => undefined);
    }
  }
}

/**
 * The errors by which brokers tell a producer or a group member that it is no longer the one. kafkajs does not
 * know PRODUCER_FENCED, number 90. A transaction that timed out looks the same as one that was fenced
 * (INVALID_PRODUCER_EPOCH); to step back is right in both cases.
 */
const fencing = new Set([
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'TRANSACTION_COORDINATOR_FENCED',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'FENCED_INSTANCE_ID',
  'REBALANCE_IN_PROGRESS',
]);

/** An error of kafkajs in a claim or a commit, with whether it says that the partition is someone else's by now. */
export function commitError(place: string, error: unknown): CommitError {
  if (error instanceof CommitError) return error;
  const { type, message } = kafkaFaultOf(error);
  const fenced = fencing.has(type ?? '') || message === 'Unknown error code 90';
  const reason = type === undefined ? message : `${type}: ${message}`;
  return new CommitError(fenced ? 'fenced' : 'retry', place, reason, error);
}
