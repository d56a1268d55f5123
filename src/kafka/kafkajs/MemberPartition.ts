import type { EachBatchPayload } from 'kafkajs';
import { CommitError } from '../CommitError';
import type { AssignedPartition, CommitSlice } from '../GroupMember';
import type { KafkaRecord } from '../KafkaRecord';
import type { ReadTo } from '../lag';
import type { Committer } from './committers/Committer';
import { type FeedControls, PartitionFeed } from './PartitionFeed';

export interface MemberPartitionParts {
  group: string;
  topic: string;
  partition: number;
  committer: Committer;
  controls: FeedControls;
}

/** Why a partition that was revoked commits nothing more. */
export const givenAway = 'the group gave it away at a rebalance';

/** One partition of a member: its records from the consumer, its commits to the committer, until it is revoked. */
export class MemberPartition implements AssignedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly #place: string;
  readonly #committer: Committer;
  readonly #feed: PartitionFeed;
  #committed = -1n;
  /** The claim or the commit under way. */
  #atWork: Promise<unknown> = Promise.resolve();

  constructor({ group, topic, partition, committer, controls }: MemberPartitionParts) {
    this.topic = topic;
    this.partition = partition;
    this.#place = `${topic}[${partition}] for group ${group}`;
    this.#committer = committer;
    this.#feed = new PartitionFeed(topic, partition, controls);
  }

  get readTo(): ReadTo | undefined {
    return this.#feed.readTo;
  }

  /**
   * The offset that this member has committed; negative before. The coordinator goes on telling the one before until
   * the end of the transaction is written to its log.
   */
  get committed(): bigint {
    return this.#committed;
  }

  claim(): Promise<bigint> {
    return this.#work(() => this.#committer.claim());
  }

  records(from: bigint, until?: bigint): AsyncIterable<KafkaRecord> {
    return this.#feed.read(from, until);
  }

  commit({ outputs, nextOffset }: CommitSlice): Promise<void> {
    const slice = { outputs, nextOffset: this.#behindMarkers(nextOffset) };
    return this.#work(async () => {
      await this.#committer.commit(slice);
      this.#committed = slice.nextOffset;
    });
  }

  take(payload: EachBatchPayload): Promise<void> {
    return this.#feed.take(payload);
  }

  skipped(first: bigint, last: bigint): void {
    this.#feed.skipped(first, last);
  }

  /** Ends the records and refuses commits. Resolves when what was under way is over and the producer closed. */
  async revoke(): Promise<void> {
    this.#feed.end();
    // A claim under way is let through first: its producer cannot be closed before it is there.
    await this.#atWork.catch(() => undefined);
    await this.#committer.close().catch(() => undefined);
  }

  /**
   * Moves an offset behind the last record that was read over the transaction markers that follow it, as Kafka's own
   * consumer does: else whoever computes lag from offsets sees a lag of 1 for ever.
   */
  #behindMarkers(nextOffset: bigint): bigint {
    const { readTo } = this.#feed;
    return readTo !== undefined && readTo.records === nextOffset ? readTo.all : nextOffset;
  }

  #work<T>(work: () => Promise<T>): Promise<T> {
    if (this.#feed.ended) {
      return Promise.reject(new CommitError('fenced', this.#place, givenAway));
    }
    const done = work();
    this.#atWork = done;
    return done;
  }
}
