import type { Kafka, Producer, ProducerConfig, Transaction } from 'kafkajs';
import { createClient } from '../../src/kafka/kafkajs/KafkajsClient';
import { readTopic } from '../../src/kafka/kafkajs/TopicReader';
import { withAdmin } from '../../src/kafka/kafkajs/admin';
import { AtLeastOnceCommitter } from '../../src/kafka/kafkajs/committers/AtLeastOnceCommitter';
import { CommitError } from '../../src/kafka/CommitError';
import type { CommitSlice } from '../../src/kafka/GroupMember';
import type { CommitterOptions } from '../../src/kafka/kafkajs/committers/Committer';
import { ExactlyOnceCommitter } from '../../src/kafka/kafkajs/committers/ExactlyOnceCommitter';
import { withBroker } from '../support/withBroker';

const broker = withBroker();

describe('exactly once, a transaction per input partition', () => {
  test('commits outputs and offset together, and goes on where it stood', async () => {
    const { kafka, input, output, group } = await scene('together');
    const first = new ExactlyOnceCommitter(createClient(kafka), { group, topic: input, partition: 0 });
    expect(await first.claim()).toBe(0n);
    await first.commit(slice(output, 0, 4));
    await first.commit(slice(output, 4, 10));
    await first.close();

    const second = new ExactlyOnceCommitter(createClient(kafka), { group, topic: input, partition: 0 });
    expect(await second.claim()).toBe(10n);
    await second.close();
    expect(await valuesOf(kafka, output)).toEqual(range(0, 10));
  });

  test('a slice without outputs moves the offset alone, right after another', async () => {
    const { kafka, input, output, group } = await scene('empty');
    const committer = new ExactlyOnceCommitter(createClient(kafka), { group, topic: input, partition: 0 });
    await committer.claim();
    await committer.commit(slice(output, 0, 3));
    await committer.commit({ outputs: [], nextOffset: 7n });
    await committer.commit({ outputs: [{ topic: output, records: [] }], nextOffset: 9n });
    expect(await committer.claim()).toBe(9n);
    await committer.close();
    expect(await valuesOf(kafka, output)).toEqual(range(0, 3));
  });

  test('one that was paused in mid-transaction is fenced, and its records are never seen', async () => {
    const { kafka, input, output, group } = await scene('fenced');
    const options = { group, topic: input, partition: 0 };
    const zombie = pausingCommitter(kafka, options);
    await zombie.committer.claim();
    const paused = zombie.committer.commit(slice(output, 0, 10));
    await zombie.reached;

    const heir = new ExactlyOnceCommitter(createClient(kafka), options);
    expect(await heir.claim()).toBe(0n);
    await heir.commit(slice(output, 0, 6));
    zombie.wake();
    await expect(paused).rejects.toMatchObject({ code: 'partition_fenced' });
    await heir.commit(slice(output, 6, 10));
    expect(await heir.claim()).toBe(10n);
    await heir.close();
    expect(await valuesOf(kafka, output)).toEqual(range(0, 10));
  });

  test('one that was paused between transactions is fenced too', async () => {
    const { kafka, input, output, group } = await scene('between');
    const options = { group, topic: input, partition: 0 };
    const zombie = new ExactlyOnceCommitter(createClient(kafka), options);
    await zombie.claim();
    await zombie.commit(slice(output, 0, 2));
    const heir = new ExactlyOnceCommitter(createClient(kafka), options);
    expect(await heir.claim()).toBe(2n);
    await expect(zombie.commit(slice(output, 2, 5))).rejects.toBeInstanceOf(CommitError);
    await expect(zombie.commit(slice(output, 2, 5))).rejects.toMatchObject({ code: 'commit_failed' });
    await heir.commit(slice(output, 2, 10));
    await heir.close();
    expect(await valuesOf(kafka, output)).toEqual(range(0, 10));
  });

  test('more than a batch of outputs, to two topics, still is one transaction', async () => {
    const { kafka, input, output, group } = await scene('large');
    const other = await broker.createTopic('large-other', 2);
    const committer = new ExactlyOnceCommitter(createClient(kafka), { group, topic: input, partition: 0 });
    await committer.claim();
    const big = range(0, 5).map((n) => ({ key: 'k', value: Buffer.from(n.padEnd(500_000, '.')) }));
    const outputs = [
      { topic: output, records: big },
      { topic: other, records: [{ key: 'k', value: Buffer.from('letter') }] },
    ];
    await committer.commit({ outputs, nextOffset: 5n });
    await committer.close();
    expect((await valuesOf(kafka, output)).map((value) => value.replaceAll('.', ''))).toEqual(range(0, 5));
    expect(await valuesOf(kafka, other)).toEqual(['letter']);
  });

  /** The negative control: what the id per partition and the claim are there for. */
  test('with a transactional id per process, the paused one commits: duplicates, and a rewound offset', async () => {
    const { kafka, input, output, group } = await scene('control');
    const zombie = kafka.producer({ transactionalId: `${group}-process-1`, retry: { initialRetryTime: 5 } });
    const heir = kafka.producer({ transactionalId: `${group}-process-2`, retry: { initialRetryTime: 5 } });
    await zombie.connect();
    await heir.connect();
    const sendOutputs = async (producer: Producer, { outputs }: CommitSlice): Promise<Transaction> => {
      const transaction = await producer.transaction();
      const topicMessages = outputs.map(({ topic, records }) => ({
        topic,
        messages: records.map(({ key, value }) => ({ key, value })),
      }));
      await transaction.sendBatch({ topicMessages });
      return transaction;
    };
    const commit = async (transaction: Transaction, { nextOffset }: CommitSlice): Promise<void> => {
      const partitions = [{ partition: 0, offset: String(nextOffset) }];
      await transaction.sendOffsets({ consumerGroupId: group, topics: [{ topic: input, partitions }] });
      await transaction.commit();
    };
    const paused = await sendOutputs(zombie, slice(output, 0, 4));
    await commit(await sendOutputs(heir, slice(output, 0, 10)), slice(output, 0, 10));
    await commit(paused, slice(output, 0, 4));
    await Promise.all([zombie.disconnect(), heir.disconnect()]);
    expect((await valuesOf(kafka, output)).sort()).toEqual([...range(0, 4), ...range(0, 10)].sort());
    const [offsets] = await withAdmin(kafka, (admin) =>
      admin.fetchOffsets({ groupId: group, topics: [input] }),
    );
    expect(offsets?.partitions[0]?.offset).toBe('4');
  });
});

describe('at least once', () => {
  test('writes the outputs and then the offset through the member of the group', async () => {
    const { kafka, input, output, group } = await scene('least');
    const committed: bigint[] = [];
    const committer = new AtLeastOnceCommitter(createClient(kafka), {
      group,
      topic: input,
      partition: 0,
      commitOffset: async (offset) => void committed.push(offset),
    });
    expect(await committer.claim()).toBe(0n);
    await committer.commit(slice(output, 0, 10));
    await committer.close();
    expect(committed).toEqual([10n]);
    expect(await valuesOf(kafka, output)).toEqual(range(0, 10));
  });

  test('an offset that the group refuses is a fencing', async () => {
    const { kafka, input, output, group } = await scene('refused');
    const refusal = Object.assign(new Error('not a member'), { type: 'UNKNOWN_MEMBER_ID' });
    const committer = new AtLeastOnceCommitter(createClient(kafka), {
      group,
      topic: input,
      partition: 0,
      commitOffset: () => Promise.reject(refusal),
    });
    await committer.claim();
    await expect(committer.commit(slice(output, 0, 1))).rejects.toMatchObject({ code: 'partition_fenced' });
  });
});

/** Stops between its outputs and its offset until it is woken: what SIGSTOP does at the worst moment. */
function pausingCommitter(kafka: Kafka, options: CommitterOptions) {
  let onReached: () => void;
  const reached = new Promise<void>((resolve) => (onReached = resolve));
  let wake: () => void = () => undefined;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  const pausingProducer = (config?: ProducerConfig): Producer => {
    const producer = kafka.producer(config);
    const transaction = async (): Promise<Transaction> => {
      const real = await producer.transaction();
      return {
        ...real,
        sendOffsets: async (offsets) => {
          onReached();
          await woken;
          await real.sendOffsets(offsets);
        },
      };
    };
    return { ...producer, transaction };
  };
  const pausing = Object.assign(broker.kafka(), { producer: pausingProducer });
  return { committer: new ExactlyOnceCommitter(createClient(pausing), options), reached, wake };
}

/** An input topic of ten records and an empty output topic. */
async function scene(name: string) {
  const kafka = broker.kafka();
  const input = await broker.createTopic(`${name}-input`);
  const output = await broker.createTopic(`${name}-output`);
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: input, messages: range(0, 10).map((value) => ({ value })) });
  await producer.disconnect();
  return { kafka, input, output, group: broker.group(name) };
}

function slice(topic: string, from: number, to: number): CommitSlice {
  const messages = range(from, to).map((value) => ({ key: 'stream', value: Buffer.from(value) }));
  return { outputs: [{ topic, records: messages }], nextOffset: BigInt(to) };
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, n) => String(from + n));
}

async function valuesOf(kafka: Kafka, topic: string): Promise<string[]> {
  const values: string[] = [];
  for await (const { value } of await readTopic(kafka, topic, { from: 'beginning', until: 'end' })) {
    values.push(value?.toString() ?? '');
  }
  return values;
}
