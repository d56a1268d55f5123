import type { Observable } from 'rxjs';
import type { KafkaRecord, OutgoingRecord } from './KafkaRecord';

export interface GroupOptions {
  group: string;
  /** An existing topic. */
  topic: string;
  /**
   * `exactly-once`: what a slice gave and its offset are written in one transaction, and whoever had the partition
   * before is fenced. `at-least-once`: first what it gave, then its offset; after a failure some come twice.
   */
  delivery: 'exactly-once' | 'at-least-once';
}

/**
 * One life as a member of a consumer group: it joins when `assignments` is subscribed to. Whatever goes wrong ends it:
 * who wants to go on makes a new member, which starts from what is committed.
 */
export interface GroupMember {
  /**
   * The partitions that each rebalance gives to this member, possibly none. A new assignment revokes the one before:
   * its records end and its commits are refused. Never completes; fails when the membership is over, with nothing left
   * open. Who unsubscribes hears of no further assignment, and is a member until it leaves: so what is in hand can
   * still be committed.
   */
  readonly assignments: Observable<readonly AssignedPartition[]>;

  /**
   * How many records of each assigned partition can still be read and are not committed. Asks the brokers, so that a
   * member that silently stopped reading is found out. Transaction markers do not count, nor what an open transaction
   * of another writer hides.
   */
  lag(): Promise<PartitionLag[]>;

  /** Leaves the group, so that the others need not wait for the session's end. Idempotent; never rejects. */
  leave(): Promise<void>;
}

/** A partition from its assignment to the next rebalance. */
export interface AssignedPartition {
  readonly topic: string;
  readonly partition: number;

  /**
   * Takes the partition over: whoever had it before can commit nothing more (exactly once only).
   *
   * @returns offset of the first record to read: the committed one, or where the partition begins
   * @throws CommitError
   */
  claim(): Promise<bigint>;

  /**
   * The records from an offset on, once claimed, in order and as committed. They are fetched as they are asked for: who
   * does not ask for the next holds the fetching back, and stays a member all the same.
   *
   * Ends when the partition is revoked or the member leaves and, with `until`, when all before that offset is read,
   * transaction markers included.
   */
  records(from: bigint, until?: bigint): AsyncIterable<KafkaRecord>;

  /**
   * Writes a slice's results and moves the group's offset. One call at a time, in the order of the partition.
   *
   * @throws CommitError, after which nothing is known of the slice until `claim` tells where the partition stands
   */
  commit(slice: CommitSlice): Promise<void>;
}

/** What a run of records gave, and where their partition goes on. */
export interface CommitSlice {
  outputs: readonly { topic: string; records: readonly OutgoingRecord[] }[];
  /** Offset of the first record that is not in the slice. */
  nextOffset: bigint;
}

export interface PartitionLag {
  partition: number;
  records: number;
}
