import { commitError } from '../../../src/kafka/kafkajs/committers/Committer';
import { resumeAt } from '../../../src/kafka/kafkajs/offsets';

test.each<[string, bigint | undefined, bigint]>([
  ['goes on where it stood', 40n, 40n],
  ['at the very end', 100n, 100n],
  ['new group, from the oldest', undefined, 10n],
  ['what retention removed is skipped, to the oldest that is left', 3n, 10n],
  ['a topic made anew, from its beginning', 500n, 10n],
])('%s', (_, committed, expected) => {
  expect(resumeAt(committed, { partition: 0, earliest: 10n, end: 100n })).toBe(expected);
});

describe('what a failure means', () => {
  const codeOf = (error: unknown) => commitError('t[0] for group g', error).code;

  const wrapped = (cause: Error): Error => new Error('retries exceeded', { cause });
  const protocol = (type: string, message = 'said the broker'): Error =>
    Object.assign(new Error(message), { type });

  test.each(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'])(
    '%s: another has the partition',
    (type) => {
      expect(codeOf(wrapped(protocol(type)))).toBe('partition_fenced');
    },
  );

  test('PRODUCER_FENCED as kafkajs reports it: by number', () => {
    expect(codeOf(protocol('KAFKAJS_UNKNOWN_ERROR_CODE', 'Unknown error code 90'))).toBe('partition_fenced');
  });

  test.each(['COORDINATOR_NOT_AVAILABLE', 'INVALID_PRODUCER_ID_MAPPING', 'REQUEST_TIMED_OUT'])(
    '%s: claim again',
    (type) => {
      expect(codeOf(protocol(type))).toBe('commit_failed');
    },
  );

  test('the message names partition, group and reason', () => {
    const error = commitError('t[3] for group g', wrapped(protocol('INVALID_PRODUCER_EPOCH')));
    expect(error).toMatchObject({ code: 'partition_fenced', fault: 'environment' });
    expect(error.message).toBe(
      'another tagger has taken over t[3] for group g (INVALID_PRODUCER_EPOCH: said the broker)',
    );
  });
});
