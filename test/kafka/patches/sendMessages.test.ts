import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { kafkajsInternal, silentKafkajsLogger } from '../../support/kafkajsInternal';

interface Message {
  partition?: number;
  value: string;
}
interface TopicData {
  topic: string;
  partitions: { partition: number; firstSequence: number; messages: Message[] }[];
}
type SendMessages = (request: {
  acks: number;
  topicMessages: { topic: string; messages: Message[] }[];
}) => Promise<object[]>;

const createSendMessages = kafkajsInternal('producer/sendMessages') as (options: object) => SendMessages;
const createRetry = kafkajsInternal('retry') as (options: object) => unknown;
const { createErrorFromCode } = kafkajsInternal('protocol/error') as {
  createErrorFromCode: (code: number) => Error;
};
const notLeader = 6;

/** A topic `t` of which `leaders` tells the broker of each partition, and what each broker was asked to write. */
function fakeCluster(leaders: Record<number, number>) {
  const written: { broker: number; partition: number; sequence: number; values: string[] }[] = [];
  const sequences = new Map<number, number>();
  const behaviour = new Map<number, () => Promise<void>>();
  let onRefresh: () => void = () => undefined;
  const brokers = new Map([...new Set([1, 2, 3])].map((nodeId) => [nodeId, { nodeId, produce }]));

  async function produce(this: { nodeId: number }, { topicData }: { topicData: TopicData[] }) {
    await behaviour.get(this.nodeId)?.();
    const partitions = topicData.flatMap(({ partitions: each }) => each);
    for (const { partition, firstSequence, messages } of partitions) {
      const values = messages.map(({ value }) => value);
      written.push({ broker: this.nodeId, partition, sequence: firstSequence, values });
    }
    return { topics: [{ topicName: 't', partitions: partitions.map(({ partition }) => ({ partition })) }] };
  }

  const cluster = {
    targetTopics: new Set(['t']),
    refreshMetadataIfNecessary: () => Promise.resolve(),
    addMultipleTargetTopics: () => Promise.resolve(),
    isConnected: () => true,
    refreshMetadata: async () => onRefresh(),
    findTopicPartitionMetadata: () => Object.keys(leaders).map((id) => ({ partitionId: Number(id) })),
    findLeaderForPartitions: (_topic: string, partitions: string[]) => {
      const byLeader: Record<number, number[]> = {};
      for (const id of partitions.map(Number)) {
        const leader = leaders[id];
        if (leader !== undefined) (byLeader[leader] ??= []).push(id);
      }
      return byLeader;
    },
    findBroker: ({ nodeId }: { nodeId: string }) => Promise.resolve(brokers.get(Number(nodeId))),
  };
  const eosManager = {
    acquireBrokerLock: () => Promise.resolve(),
    releaseBrokerLock: () => undefined,
    isTransactional: () => false,
    getProducerId: () => 1,
    getProducerEpoch: () => 0,
    getSequence: (_topic: string, partition: number) => sequences.get(partition) ?? 0,
    updateSequence: (_topic: string, partition: number, by: number) =>
      sequences.set(partition, (sequences.get(partition) ?? 0) + by),
  };
  let nextPartition = 0;
  const sendMessages = createSendMessages({
    logger: silentKafkajsLogger,
    cluster,
    eosManager,
    partitioner: ({ message }: { message: Message }) => message.partition ?? nextPartition++,
    retrier: createRetry({ initialRetryTime: 1, factor: 0, multiplier: 1, maxRetryTime: 1, retries: 3 }),
  });
  return {
    written,
    /** What a broker does before it writes. */
    when: (broker: number, does: () => Promise<void>) => behaviour.set(broker, does),
    /** Runs when the metadata is asked for again. */
    atRefresh: (does: () => void) => (onRefresh = does),
    send: (...messages: Message[]) => sendMessages({ acks: -1, topicMessages: [{ topic: 't', messages }] }),
  };
}

const first = { partition: 0, value: 'a' };
const second = { partition: 1, value: 'b' };

function failsOnce(): () => Promise<void> {
  let failed = false;
  return async () => {
    if (failed) return;
    failed = true;
    throw createErrorFromCode(notLeader);
  };
}

it('writes each partition once when leaders change places between two tries', async () => {
  const leaders: Record<number, number> = { 0: 1, 1: 2 };
  const cluster = fakeCluster(leaders);
  cluster.when(2, failsOnce());
  cluster.atRefresh(() => Object.assign(leaders, { 0: 2, 1: 1 }));
  const answers = await cluster.send(first, second);

  expect(cluster.written).toEqual([
    { broker: 1, partition: 0, sequence: 0, values: ['a'] },
    { broker: 1, partition: 1, sequence: 0, values: ['b'] },
  ]);
  expect(answers).toHaveLength(2);
});

it('waits for a request that is under way before it tries again', async () => {
  const cluster = fakeCluster({ 0: 1, 1: 2 });
  let answer: () => void = () => undefined;
  cluster.when(1, () => new Promise((resolve) => (answer = resolve)));
  cluster.when(2, failsOnce());
  const sent = cluster.send(first, second);
  for (let turn = 0; turn < 20; turn++) await turnOfTheLoop();
  cluster.when(1, () => Promise.resolve());
  answer();
  await sent;

  expect(cluster.written.map(({ values }) => values)).toEqual([['a'], ['b']]);
});

it('leaves a message without a key in the partition that was chosen for it', async () => {
  const cluster = fakeCluster({ 0: 1, 1: 2, 2: 3, 3: 3 });
  cluster.when(2, failsOnce());
  await cluster.send({ value: 'a' }, { value: 'b' });

  expect(cluster.written.map(({ partition, values }) => [partition, ...values])).toEqual([
    [0, 'a'],
    [1, 'b'],
  ]);
});

it('does not drop the messages of a partition that the metadata does not know for a moment', async () => {
  const leaders: Record<number, number> = { 0: 1 };
  const cluster = fakeCluster(leaders);
  cluster.atRefresh(() => Object.assign(leaders, { 1: 2 }));
  await cluster.send(first, second);

  expect(cluster.written.map(({ values }) => values)).toEqual([['a'], ['b']]);
});
