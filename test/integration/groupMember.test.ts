import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { AssignedPartition, CommitSlice, GroupMember, GroupOptions } from '../../src/kafka/GroupMember';
import { KafkajsCluster } from '../../src/kafka/kafkajs/KafkajsCluster';
import type { KafkaRecord } from '../../src/kafka/KafkaRecord';
import { withAdmin } from '../../src/kafka/kafkajs/admin';
import { withBusyCoordinator } from '../support/busyCoordinator';
import { eventually, withBroker } from '../support/withBroker';

const broker = withBroker();
const members: GroupMember[] = [];

afterEach(async () => {
  await Promise.all(members.splice(0).map((member) => member.leave()));
});

type Joined = Awaited<ReturnType<typeof joinOnce>>;

/** A member that has joined. The first one on a new broker may find the group's coordinator still loading. */
async function join(options: GroupOptions, kafka = broker.kafka()): Promise<Joined> {
  try {
    return await joinOnce(options, kafka);
  } catch (error) {
    if (!/GROUP_LOAD_IN_PROGRESS/.test(String(error))) throw error;
    await sleep(500);
    return join(options, kafka);
  }
}

/** A new member and what each rebalance gave it. */
async function joinOnce(options: GroupOptions, kafka: Kafka) {
  const member = new KafkajsCluster(kafka).member(options);
  members.push(member);
  const assignments: (readonly AssignedPartition[])[] = [];
  let failure: unknown;
  member.assignments.subscribe({
    next: (partitions) => void assignments.push(partitions),
    error: (error: unknown) => (failure = error),
  });
  const assigned = (count = 1) =>
    eventually('it is in the group', () => assignments.length >= count || failure !== undefined);
  await assigned();
  if (failure !== undefined) throw failure as Error;
  return { member, assignments, assigned, failure: () => failure };
}

/** A topic with as many records, in order on partition 0, and a group for it. */
async function scene(name: string, records: number, partitions = 1) {
  const topic = await broker.createTopic(name, partitions);
  const output = await broker.createTopic(`${name}-output`);
  await write(topic, 0, records);
  return { topic, output, group: broker.group(name), delivery: 'exactly-once' as const };
}

async function write(topic: string, from: number, to: number, partition = 0): Promise<void> {
  const producer = broker.kafka().producer();
  await producer.connect();
  const messages = range(from, to).map((value) => ({ partition, value: String(value) }));
  await producer.send({ topic, messages });
  await producer.disconnect();
}

/** Runs work in a transaction of another writer and ends it as told. */
async function transact(topic: string, values: number[], end: 'commit' | 'abort') {
  const producer = broker.kafka().producer({ transactionalId: broker.group(`writer-${topic}`) });
  await producer.connect();
  const transaction = await producer.transaction();
  for (const value of values)
    await transaction.send({ topic, messages: [{ partition: 0, value: String(value) }] });
  return async (): Promise<void> => {
    await transaction[end]();
    await producer.disconnect();
  };
}

async function take(records: AsyncIterable<KafkaRecord>, count = Infinity): Promise<number[]> {
  const values: number[] = [];
  if (count === 0) return values;
  for await (const { value } of records) {
    values.push(Number(value));
    if (values.length === count) break;
  }
  return values;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);

function slice(topic: string, from: number, to: number): CommitSlice {
  const records = range(from, to).map((n) => ({ key: 'stream', value: Buffer.from(String(n)) }));
  return { outputs: [{ topic, records }], nextOffset: BigInt(to) };
}

async function committedOffset(kafka: Kafka, group: string, topic: string, partition = 0): Promise<string> {
  const [found] = await withAdmin(kafka, (admin) => admin.fetchOffsets({ groupId: group, topics: [topic] }));
  return found?.partitions.find((each) => each.partition === partition)?.offset ?? '';
}

describe.each(['exactly-once', 'at-least-once'] as const)('%s', (delivery) => {
  test('gives the records in order, commits, and the next member goes on from there', async () => {
    const options = { ...(await scene(`goes-on-${delivery}`, 500)), delivery };
    const first = await join(options);
    const [partition] = first.assignments[0]!;
    expect(await partition!.claim()).toBe(0n);
    expect(await take(partition!.records(0n), 200)).toEqual(range(0, 200));
    await partition!.commit(slice(options.output, 0, 200));
    expect(await first.member.lag()).toEqual([{ partition: 0, records: 300 }]);
    await first.member.leave();
    expect(await take(partition!.records(200n))).toEqual([]);
    await expect(partition!.commit(slice(options.output, 200, 300))).rejects.toMatchObject({
      code: 'partition_fenced',
    });

    const second = await join(options);
    const [again] = second.assignments[0]!;
    expect(await again!.claim()).toBe(200n);
    expect(await take(again!.records(200n), 300)).toEqual(range(200, 500));
    await again!.commit(slice(options.output, 200, 500));
    expect(await second.member.lag()).toEqual([{ partition: 0, records: 0 }]);
  });

  test('a rebalance ends the records, and a commit after it moves nothing', async () => {
    const options = { ...(await scene(`rebalance-${delivery}`, 50, 2)), delivery };
    await write(options.topic, 0, 50, 1);
    const first = await join(options);
    const old = first.assignments[0]!;
    const reading = old.map(async (partition) => {
      const from = await partition.claim();
      const read = await take(partition.records(from));
      return read.length;
    });
    const second = await join(options);
    await first.assigned(2);
    expect(await Promise.all(reading)).toEqual([50, 50]);

    const [taken] = second.assignments[0]!;
    expect(second.assignments[0]).toHaveLength(1);
    expect(await taken!.claim()).toBe(0n);
    expect(await take(taken!.records(0n), 50)).toEqual(range(0, 50));
    await taken!.commit(slice(options.output, 0, 40));
    const lost = old.find(({ partition }) => partition === taken!.partition)!;
    await expect(lost.commit(slice(options.output, 0, 10))).rejects.toMatchObject({
      code: 'partition_fenced',
    });
    expect(await committedOffset(broker.kafka(), options.group, options.topic, lost.partition)).toBe('40');
  });
});

test('at least once, a commit that is tried again after a rebalance does not rewind the new owner', async () => {
  const options = { ...(await scene('rewind', 50, 2)), delivery: 'at-least-once' as const };
  await write(options.topic, 0, 50, 1);
  const coordinator = { busy: true, tries: 0 };
  const first = await join(options, withBusyCoordinator(broker.kafka(), coordinator));
  const [zero, one] = first.assignments[0]!;
  for (const partition of [zero!, one!]) {
    await partition.claim();
    await take(partition.records(0n), 10);
  }
  const commits = [zero!, one!].map((partition) =>
    partition.commit(slice(options.output, 0, 10)).then(
      () => 'committed',
      (error: unknown) => (error as { code: string }).code,
    ),
  );
  await eventually('they are tried', () => coordinator.tries > 1);
  const second = await join(options);
  await first.assigned(2);
  const [taken] = second.assignments[0]!;
  await taken!.claim();
  await taken!.commit({ outputs: [], nextOffset: 40n }).catch(() => undefined);
  await take(taken!.records(0n), 50);
  await taken!.commit({ outputs: [], nextOffset: 40n });
  coordinator.busy = false;
  expect(await Promise.all(commits)).toEqual(['partition_fenced', 'partition_fenced']);
  expect(await committedOffset(broker.kafka(), options.group, options.topic, taken!.partition)).toBe('40');
});

test('a reader that does not ask holds the fetching back and stays a member', async () => {
  const options = await scene('slow', 5000);
  const { assignments, failure } = await join(options);
  const [partition] = assignments[0]!;
  await partition!.claim();
  const records = partition!.records(0n)[Symbol.asyncIterator]();
  await records.next();
  // Longer than the session's timeout.
  await sleep(13_000);
  const rest = await take({ [Symbol.asyncIterator]: () => records }, 4999);
  expect(rest).toEqual(range(1, 5000));
  expect(assignments).toHaveLength(1);
  expect(failure()).toBeUndefined();
});

test('who reads from elsewhere than where the group stands gets all from there', async () => {
  const options = await scene('elsewhere', 100);
  const { assignments } = await join(options);
  const [partition] = assignments[0]!;
  await partition!.claim();
  // Long enough for kafkajs to have fetched from 0.
  await sleep(1000);
  expect(await take(partition!.records(60n, 80n))).toEqual(range(60, 80));
  expect(await take(partition!.records(10n, 100n))).toEqual(range(10, 100));
});

describe('transactions of other writers', () => {
  test('records up to an offset end where only aborted records and markers are left', async () => {
    const options = await scene('markers', 3);
    await (
      await transact(options.topic, [3, 4], 'commit')
    )();
    await (
      await transact(options.topic, [5, 6], 'abort')
    )();
    // 0 to 4, marker, two aborted, marker
    const { member, assignments } = await join(options);
    const [partition] = assignments[0]!;
    await partition!.claim();
    expect(await take(partition!.records(0n, 9n))).toEqual(range(0, 5));
    expect(await take(partition!.records(5n, 9n))).toEqual([]);
    await partition!.commit({ outputs: [], nextOffset: 5n });
    expect(await member.lag()).toEqual([{ partition: 0, records: 0 }]);
  });

  test('a topic written in transactions ends at a lag of 0, for who looks at offsets too', async () => {
    const options = await scene('ends-at-0', 0);
    for (const n of range(0, 4)) await (await transact(options.topic, [n], 'commit'))();
    const { member, assignments } = await join(options);
    const [partition] = assignments[0]!;
    await partition!.claim();
    const records = partition!.records(0n)[Symbol.asyncIterator]();
    let last: KafkaRecord | undefined;
    for (const n of range(0, 4)) {
      const { value } = (await records.next()) as { value: KafkaRecord };
      expect(Number(value.value)).toBe(n);
      last = value;
    }
    await partition!.commit({ outputs: [], nextOffset: last!.offset + 1n });
    expect(await member.lag()).toEqual([{ partition: 0, records: 0 }]);
    expect(await committedOffset(broker.kafka(), options.group, options.topic)).toBe('8');
  });

  test('an open transaction is no lag; when it commits, it is', async () => {
    const options = await scene('open', 2);
    const end = await transact(options.topic, [2, 3, 4], 'commit');
    await write(options.topic, 5, 6);
    const { member, assignments } = await join(options);
    const [partition] = assignments[0]!;
    await partition!.claim();
    const records = partition!.records(0n)[Symbol.asyncIterator]();
    await records.next();
    await records.next();
    await partition!.commit({ outputs: [], nextOffset: 2n });
    expect(await member.lag()).toEqual([{ partition: 0, records: 0 }]);
    await end();
    await eventually('the transaction is over', async () => (await member.lag())[0]?.records !== 0);
    // Three records, the one behind them and the marker, which cannot be told from a record before it is read.
    expect(await member.lag()).toEqual([{ partition: 0, records: 5 }]);
    expect(await take({ [Symbol.asyncIterator]: () => records }, 4)).toEqual([2, 3, 4, 5]);
  });
});

test('what ends the membership fails the assignments', async () => {
  const joining = join({ group: broker.group('none'), topic: 'no-such-topic', delivery: 'exactly-once' });
  await expect(joining).rejects.toMatchObject({ code: 'membership_lost', fault: 'environment' });
});

test('who never joined leaves as well', async () => {
  const member = new KafkajsCluster(broker.kafka()).member({
    group: 'g',
    topic: 't',
    delivery: 'exactly-once',
  });
  await member.leave();
  expect(await member.lag()).toEqual([]);
});
