import { createClient } from '../../src/kafka/kafkajs/KafkajsClient';
import { KafkajsWriter } from '../../src/kafka/kafkajs/KafkajsWriter';
import { readTopic } from '../../src/kafka/kafkajs/TopicReader';
import type { ReadTopicOptions } from '../../src/kafka/KafkaCluster';
import { withBroker } from '../support/withBroker';

const broker = withBroker();

const message = (n: number, key = 'stream') => ({ key, value: Buffer.from(String(n)) });
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);

async function read(topic: string, options: ReadTopicOptions, count = Infinity): Promise<number[]> {
  const values: number[] = [];
  if (count === 0) return values;
  for await (const { value } of await readTopic(broker.kafka(), topic, options)) {
    values.push(Number(value));
    if (values.length === count) break;
  }
  return values;
}

test('the order of the calls is kept, and nothing is lost', async () => {
  const topic = await broker.createTopic('order', 4);
  const publisher = new KafkajsWriter(createClient(broker.kafka()), topic);
  for (let call = 0; call < 50; call++) {
    await publisher.write(numbers(call * 20, call * 20 + 20).map((n) => message(n)));
  }
  await publisher.close();
  expect(await read(topic, { from: 'beginning', until: 'end' })).toEqual(numbers(0, 1000));
  await expect(publisher.write([message(0)])).rejects.toMatchObject({ code: 'publisher_closed' });
});

test('a second call before the first is done is a bug of the caller; closing waits for the first', async () => {
  const topic = await broker.createTopic('busy');
  const publisher = new KafkajsWriter(createClient(broker.kafka()), topic);
  const first = publisher.write([message(1)]);
  await expect(publisher.write([message(2)])).rejects.toMatchObject({ code: 'publisher_busy', fault: 'bug' });
  await publisher.close();
  await first;
  expect(await read(topic, { from: 'beginning', until: 'end' })).toEqual([1]);
});

test('one stream is on one partition, several streams on several', async () => {
  const topic = await broker.createTopic('keys', 4);
  const publisher = new KafkajsWriter(createClient(broker.kafka()), topic);
  await publisher.write(numbers(0, 200).map((n) => message(n, `stream-${n % 10}`)));
  await publisher.close();
  const partitions = new Map<string, Set<number>>();
  for await (const { key, partition } of await readTopic(broker.kafka(), topic, {
    from: 'beginning',
    until: 'end',
  })) {
    const name = String(key);
    partitions.set(name, (partitions.get(name) ?? new Set()).add(partition));
  }
  expect([...partitions.values()].every((each) => each.size === 1)).toBe(true);
  expect(new Set([...partitions.values()].flatMap((each) => [...each])).size).toBeGreaterThan(1);
});

test('what is too large is named, and the next call works', async () => {
  const topic = await broker.createTopic('large', 1, { 'max.message.bytes': '2000' });
  const publisher = new KafkajsWriter(createClient(broker.kafka()), topic);
  const noise = Buffer.from(Array.from({ length: 9000 }, () => Math.floor(Math.random() * 256)));
  await expect(publisher.write([{ key: 'k', value: noise }])).rejects.toMatchObject({
    code: 'publish_failed',
    hint: expect.stringMatching(/max\.message\.bytes/) as string,
  });
  await publisher.write([message(1)]);
  await publisher.close();
  expect(await read(topic, { from: 'beginning', until: 'end' })).toEqual([1]);
});

test('from the end: all that is published after it resolved, and nothing of before', async () => {
  const topic = await broker.createTopic('end', 2);
  const publisher = new KafkajsWriter(createClient(broker.kafka()), topic);
  await publisher.write(numbers(0, 10).map((n) => message(n)));
  const reader = await readTopic(broker.kafka(), topic, { from: 'end' });
  await publisher.write(numbers(10, 15).map((n) => message(n)));
  const values: number[] = [];
  for await (const { value } of reader) {
    values.push(Number(value));
    if (values.length === 5) break;
  }
  await publisher.close();
  expect(values).toEqual([10, 11, 12, 13, 14]);
});

test('a slow reader of more than the queue holds gets all, in order', async () => {
  const topic = await broker.createTopic('slow');
  const publisher = new KafkajsWriter(createClient(broker.kafka()), topic);
  await publisher.write(numbers(0, 6000).map((n) => message(n)));
  await publisher.close();
  expect(await read(topic, { from: 'beginning' }, 6000)).toEqual(numbers(0, 6000));
});

test('the signal ends it without an error; an empty topic ends at once; a missing one is named', async () => {
  const topic = await broker.createTopic('ends');
  expect(await read(topic, { from: 'beginning', until: 'end' })).toEqual([]);
  expect(await read(topic, { from: 'beginning', signal: AbortSignal.timeout(300) })).toEqual([]);
  await expect(readTopic(broker.kafka(), 'no-such-topic', { from: 'end' })).rejects.toMatchObject({
    code: 'topic_missing',
  });
});

test('only what is committed is read, also before an open and after an aborted transaction', async () => {
  const topic = await broker.createTopic('committed');
  const producer = broker.kafka().producer({ transactionalId: broker.group('committed') });
  await producer.connect();
  const transact = async (n: number, end: 'commit' | 'abort'): Promise<void> => {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [message(n)] });
    await transaction[end]();
  };
  await transact(1, 'commit');
  await transact(2, 'abort');
  await transact(3, 'commit');
  await transact(4, 'abort');
  await producer.disconnect();
  expect(await read(topic, { from: 'beginning', until: 'end' })).toEqual([1, 3]);
});
