import { EmostreamError } from '../common/errors';

/**
 * A claim or a commit that failed. Code `partition_fenced`: someone else has the partition. Code `commit_failed`: it
 * may succeed after another claim. Either way nothing is known of the slice; a new member starts from what is
 * committed.
 */
export class CommitError extends EmostreamError {
  /**
   * @param place the partition and the group, in words
   * @param reason what the brokers or the client said
   */
  constructor(outcome: 'fenced' | 'retry', place: string, reason: string, cause?: unknown) {
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
  }
}
