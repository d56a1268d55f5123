import { describeTopics } from '../../src/kafka/kafkajs/describeTopics';
import { ensureTopics } from '../../src/kafka/kafkajs/ensureTopics';
import { createClient } from '../../src/kafka/kafkajs/KafkajsClient';
import { KafkajsWriter } from '../../src/kafka/kafkajs/KafkajsWriter';
import { waitForLeaders, withAdmin } from '../../src/kafka/kafkajs/admin';
import type { TopicNames } from '../../src/kafka/topicPlan';
import { ExactlyOnceCommitter } from '../../src/kafka/kafkajs/committers/ExactlyOnceCommitter';
import { withBroker } from '../support/withBroker';

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
    expect.arrayContaining(['partitions 2, planned 4', 'retention.ms 3600000, planned 2592000000']),
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
