import { CommitError, type CommitOutcome } from '../CommitError';
import { kafkaFaultOf } from '../kafkaErrors';
import type { EncodedMessage } from '../splitBySize';

/** What one slice of an input partition gave, and where the partition goes on. */
export interface Slice {
  outputs: { topic: string; messages: readonly EncodedMessage[] }[];
  /** Offset of the first input record that is not in the slice. */
  nextOffset: bigint;
}

/** Writes the results of one input partition and moves its committed offset. */
export interface Committer {
  /**
   * Takes the partition over: whoever had it before can commit nothing more (exactly once only).
   *
   * @returns the offset to read from: seek to it, whatever was read before
   * @throws CommitError
   */
  claim(): Promise<bigint>;

  /**
   * Commits one slice. One call at a time, in the order of the partition.
   *
   * @throws CommitError: then nothing is known of the slice until `claim` tells where the partition stands
   */
  commit(slice: Slice): Promise<void>;

  /** Disconnects; commits nothing. Idempotent. */
  close(): Promise<void>;
}

/** Which partition, for which consumer group. */
export interface CommitterOptions {
  group: string;
  topic: string;
  partition: number;
  /** Where a partition starts that the group has committed nothing of. Default `earliest`. */
  startAt?: 'earliest' | 'latest';
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
  const outcome: CommitOutcome = fenced ? 'fenced' : 'retry';
  return new CommitError(outcome, place, type === undefined ? message : `${type}: ${message}`, error);
}
