import { EmostreamError } from '../common/errors';

/**
 * What to do after a failed commit. `fenced`: someone else has the partition, so abandon the work in hand and join
 * the group again. `retry`: claim the partition again and go on from the offset it gives.
 */
export type CommitOutcome = 'fenced' | 'retry';

/** A claim or a commit that failed. */
export class CommitError extends EmostreamError {
  readonly outcome: CommitOutcome;

  /**
   * @param place the partition and the group, in words
   * @param reason what the brokers or the client said
   */
  constructor(outcome: CommitOutcome, place: string, reason: string, cause?: unknown) {
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
