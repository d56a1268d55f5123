import { describeTopics } from '../../src/kafka/kafkajs/describeTopics';
import { ensureTopics } from '../../src/kafka/kafkajs/ensureTopics';
import { createClient } from '../../src/kafka/kafkajs/KafkajsClient';
import { KafkajsWriter } from '../../src/kafka/kafkajs/KafkajsWriter';
import { waitForLeaders, withAdmin } from '../../src/kafka/kafkajs/admin';
import type { TopicNames } from '../../src/kafka/topicPlan';
import { ExactlyOnceCommitter } from '../../src/kafka/kafkajs/committers/ExactlyOnceCommitter';
import { KafkajsCluster } from '../../src/kafka/kafkajs/KafkajsCluster';
import { eventually, withBroker } from '../support/withBroker';

const broker = withBroker();

function names(name: string): TopicNames {
  return {
    segments: broker.group(`${name}.segments`),
    labels: broker.group(`${name}.emotions`),
    deadLetters: broker.group(`${name}.dead-letter`),
  };
}

async function remove(topics: TopicNames): Promise<void> {
  await withAdmin(broker.kafka(), (admin) =>
    admin.deleteTopics({ topics: [topics.segments, topics.labels, topics.deadLetters] }),
  );
}

test('creates what is missing, once, also when several do it at the same time', async () => {
  const topics = names('ensure');
  const reports = await Promise.all([1, 2, 3].map(() => ensureTopics(broker.kafka(), { names: topics })));
  const statuses = reports.flat().map(({ status }) => status);
  expect(statuses.filter((status) => status === 'created')).toHaveLength(3);
  expect(statuses.filter((status) => status === 'exists')).toHaveLength(6);
  const again = await ensureTopics(broker.kafka(), { names: topics });
  expect(again.map(({ topic, status }) => [topic, status])).toEqual(
    [topics.segments, topics.labels, topics.deadLetters].map((topic) => [topic, 'exists']),
  );
  await remove(topics);
});

test('says how an existing topic differs and leaves it alone', async () => {
  const topics = names('differ');
  await withAdmin(broker.kafka(), async (admin) => {
    const configEntries = [{ name: 'retention.ms', value: '3600000' }];
    const topic = { topic: topics.labels, numPartitions: 2, configEntries };
    // kafkajs' own waiting for leaders gives up at the first answer of a slow broker.
    await admin.createTopics({ waitForLeaders: false, topics: [topic] });
    await waitForLeaders(admin, [topics.labels]);
  });
  const [segments, labels] = await ensureTopics(broker.kafka(), { names: topics });
  expect(segments?.status).toBe('created');
  expect(labels?.status).toBe('differs');
  expect(labels?.differences).toEqual(
    expect.arrayContaining([
      'partitions are 2, emostream would set 4',
      'retention.ms is 3600000, emostream would set 2592000000',
    ]),
  );
  await remove(topics);
});

test('describes partitions, settings, offsets and the lag of each group', async () => {
  const topics = names('describe');
  const kafka = broker.kafka();
  await ensureTopics(kafka, { names: topics, partitions: 2 });
  const publisher = new KafkajsWriter(createClient(kafka), topics.segments);
  await publisher.write(
    Array.from({ length: 50 }, (_, n) => ({ key: `stream-${n}`, value: Buffer.from('x') })),
  );
  await publisher.close();

  const [before, missing] = await describeTopics(kafka, [topics.segments, 'no-such-topic']);
  expect(missing).toMatchObject({ exists: false, partitions: [] });
  expect(before).toMatchObject({ exists: true, replicationFactor: 1, groups: [] });
  expect(before?.config['cleanup.policy']).toBe('delete');
  const written = before?.partitions.map(({ latest }) => latest) ?? [];
  expect(written.reduce((sum, each) => sum + each, 0n)).toBe(50n);

  const group = broker.group('describe');
  const committer = new ExactlyOnceCommitter(createClient(kafka), {
    group,
    topic: topics.segments,
    partition: 1,
  });
  await committer.claim();
  await committer.commit({ outputs: [], nextOffset: 3n });
  await committer.close();
  const [after] = await describeTopics(kafka, [topics.segments]);
  const lag = (written[1] ?? 0n) - 3n;
  expect(after?.groups).toEqual([{ group, lag, partitions: [{ partition: 1, committed: 3n, lag }] }]);
  await remove(topics);
});

test('transaction markers and open transactions are no lag', async () => {
  const topic = await broker.createTopic('marked', 2);
  const cluster = new KafkajsCluster(broker.kafka());
  const write = async (id: string, partition: number, count: number) => {
    const producer = broker.kafka().producer({ transactionalId: broker.group(id) });
    await producer.connect();
    const transaction = await producer.transaction();
    const messages = Array.from({ length: count }, (_, n) => ({ partition, value: String(n) }));
    await transaction.send({ topic, messages });
    return async (end: 'commit' | 'abort') => {
      await transaction[end]();
      await producer.disconnect();
    };
  };
  // Partition 0: ten records, a marker, two aborted, a marker. Partition 1: three records, a marker, two hidden.
  await (
    await write('ten', 0, 10)
  )('commit');
  await (
    await write('aborted', 0, 2)
  )('abort');
  await (
    await write('three', 1, 3)
  )('commit');
  const end = await write('open', 1, 2);

  const [before] = await cluster.describeTopics([topic]);
  expect(before?.partitions.map(({ latest }) => latest)).toEqual([14n, 4n]);
  const group = broker.group('marked');
  const behind = broker.group('behind');
  await withAdmin(broker.kafka(), async (admin) => {
    const at = (first: number, second: number) => [
      { partition: 0, offset: String(first) },
      { partition: 1, offset: String(second) },
    ];
    await admin.setOffsets({ groupId: group, topic, partitions: at(10, 3) });
    await admin.setOffsets({ groupId: behind, topic, partitions: at(9, 4) });
  });
  const lags = async () => {
    const [described] = await cluster.describeTopics([topic]);
    return Object.fromEntries(
      described?.groups.map((each) => [each.group, each.partitions.map(({ lag }) => lag)]) ?? [],
    );
  };
  // One record is to be read, and offsets cannot tell it from what follows.
  expect(await lags()).toEqual({ [group]: [0n, 0n], [behind]: [5n, 0n] });
  await end('commit');
  await eventually('the records are there', async () => (await lags())[group]?.[1] !== 0n);
  expect((await lags())[group]).toEqual([0n, 4n]);
});
