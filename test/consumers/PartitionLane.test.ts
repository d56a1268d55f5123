import * as fc from 'fast-check';
import type { Outcome } from '../../src/consumers/Outcome';
import { type Answered, PartitionLane } from '../../src/consumers/PartitionLane';
import type { SourceRecord } from '../../src/consumers/SourceRecord';

const outcome: Outcome = { kind: 'deadLetter', reason: 'empty_text', message: 'empty' };

function record(offset: number, bytes = 10): SourceRecord {
  return {
    topic: 't',
    partition: 0,
    offset: BigInt(offset),
    timestamp: offset,
    key: null,
    value: Buffer.alloc(bytes),
    trace: {},
  };
}

/** A promise that is settled from outside. */
function deferred<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

function lane(commit: (slice: Answered[], next: bigint) => Promise<void> = () => Promise.resolve()) {
  const log = { commits: [] as bigint[][], next: [] as bigint[], freed: 0, failures: [] as unknown[] };
  const subject = new PartitionLane(0n, {
    commit: async (slice, next) => {
      await commit(slice, next);
      log.commits.push(slice.map((answered) => answered.record.offset));
      log.next.push(next);
    },
    committed: (slice) => (log.freed += slice.length),
    abandoned: (records) => (log.freed += records.length),
    failed: (error) => log.failures.push(error),
  });
  return { subject, log };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('PartitionLane', () => {
  it('commits only the answered head of the line', async () => {
    const { subject, log } = lane();
    const [first, second] = [deferred<Outcome>(), deferred<Outcome>()];
    subject.take(record(0), first.promise);
    subject.take(record(1), second.promise);
    second.resolve(outcome);
    await turn();
    expect(log.commits).toEqual([]);
    expect(subject.oldestTimestamp).toBe(0);
    first.resolve(outcome);
    await subject.drained();
    expect(log.commits.flat()).toEqual([0n, 1n]);
    expect(log.next.at(-1)).toBe(2n);
  });

  it('gathers the next slice while one commits', async () => {
    const gate = deferred<undefined>();
    const { subject, log } = lane(() => gate.promise);
    for (let offset = 0; offset < 5; offset++) subject.take(record(offset), Promise.resolve(outcome));
    await turn();
    gate.resolve(undefined);
    await subject.drained();
    expect(log.commits).toEqual([[0n], [1n, 2n, 3n, 4n]]);
  });

  it('bounds a slice in bytes, and commits a record above the bound alone', async () => {
    const { subject, log } = lane();
    const first = deferred<Outcome>();
    subject.take(record(0, 300_000), first.promise);
    subject.take(record(1, 300_000), Promise.resolve(outcome));
    subject.take(record(2, 1_000_000), Promise.resolve(outcome));
    first.resolve(outcome);
    await subject.drained();
    expect(log.commits).toEqual([[0n], [1n], [2n]]);
  });

  it('passes over gaps in the offsets', async () => {
    const { subject, log } = lane();
    subject.take(record(3), Promise.resolve(outcome));
    subject.take(record(9), Promise.resolve(outcome));
    await subject.drained();
    expect(log.next.at(-1)).toBe(10n);
    expect(subject.nextOffset).toBe(10n);
  });

  it('gives everything up when a commit fails, and says so once', async () => {
    const { subject, log } = lane(() => Promise.reject(new Error('fenced')));
    subject.take(record(0), Promise.resolve(outcome));
    subject.take(record(1), Promise.resolve(outcome));
    await subject.drained();
    await turn();
    expect(log.failures).toHaveLength(1);
    expect(log.freed).toBe(2);
    expect(subject.closed).toBe(true);
  });

  it('fails when an outcome cannot be had', async () => {
    const { subject, log } = lane();
    subject.take(record(0), Promise.reject(new Error('engine')));
    await subject.drained();
    expect(log.failures).toEqual([new Error('engine')]);
  });

  it('abandoned: commits nothing more, frees each record once, takes nothing in', async () => {
    const gate = deferred<undefined>();
    const { subject, log } = lane(() => gate.promise);
    subject.take(record(0), Promise.resolve(outcome));
    subject.take(record(1), Promise.resolve(outcome));
    await turn();
    subject.abandon();
    gate.resolve(undefined);
    subject.take(record(2), Promise.resolve(outcome));
    await turn();
    expect(log.freed).toBe(3);
    expect(log.commits).toHaveLength(1);
  });

  it('commits every record once and in order, whatever the order of the answers', () =>
    fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...Array(40).keys()], { minLength: 40 }), async (order) => {
        const { subject, log } = lane(turn);
        const answers = order.map(() => deferred<Outcome>());
        answers.forEach(({ promise }, offset) => subject.take(record(offset), promise));
        for (const index of order) {
          answers[index]!.resolve(outcome);
          if (index % 7 === 0) await turn();
        }
        await subject.drained();
        expect(log.commits.flat()).toEqual([...Array(40).keys()].map(BigInt));
        expect(log.freed).toBe(40);
      }),
      { numRuns: 30 },
    ));
});
