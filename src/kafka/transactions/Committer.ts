import { EmostreamError } from '../../common/errors';
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
 * What to do after a failed commit. `fenced`: someone else has the partition, so abandon the work in hand and join
 * the group again. `retry`: claim the partition again and go on from the offset it gives.
 */
export type CommitOutcome = 'fenced' | 'retry';

/** A claim or a commit that failed. */
export class CommitError extends EmostreamError {
  readonly outcome: CommitOutcome;

  constructor(outcome: CommitOutcome, place: string, cause: unknown) {
    const { message, type } = kafkaFaultOf(cause);
    const reason = type === undefined ? message : `${type}: ${message}`;
    super(
      outcome === 'fenced'
        ? `another tagger has taken over ${place} (${reason})`
        : `the results of ${place} were not committed (${reason})`,
      {
        code: outcome === 'fenced' ? 'partition_fenced' : 'commit_failed',
        fault: 'environment',
        hint:
          outcome === 'fenced'
            ? 'No harm: what was not committed is done again by the other one.'
            : 'It is tried again from the last committed offset; see whether the brokers run.',
        cause,
      },
    );
    this.name = 'CommitError';
    this.outcome = outcome;
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

/** Whether an error of kafkajs says that the partition is someone else's by now. */
export function outcomeOf(error: unknown): CommitOutcome {
  const { type = '', message } = kafkaFaultOf(error);
  return fencing.has(type) || message === 'Unknown error code 90' ? 'fenced' : 'retry';
}
