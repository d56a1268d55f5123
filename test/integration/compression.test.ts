import { CompressionTypes } from 'kafkajs';
import { gzipSync } from 'node:zlib';
import { writesZstd } from '../../src/kafka/kafkajs/codecs';
import { KafkajsCluster } from '../../src/kafka/kafkajs/KafkajsCluster';
import { withBroker } from '../support/withBroker';

const broker = withBroker();

const records = Array.from({ length: 3000 }, (_, n) => ({
  key: 'stream',
  value: Buffer.from(`frase ${n} de la emisión`),
}));

async function read(topic: string): Promise<string[]> {
  const values: string[] = [];
  const reader = await new KafkajsCluster(broker.kafka()).readTopic(topic, {
    from: 'beginning',
    until: 'end',
  });
  for await (const { value } of reader) values.push(String(value));
  return values;
}

const all = records.map(({ value }) => String(value));

test.each(['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'])(
  "a topic that the broker packs with Java's %s is read",
  async (codec) => {
    const topic = await broker.createTopic(`java-${codec}`, 1, { 'compression.type': codec });
    const writer = new KafkajsCluster(broker.kafka(), 'none').writer(topic);
    await writer.write(records);
    await writer.close();
    expect(await read(topic)).toEqual(all);
  },
);

test.each(['none', 'gzip', 'snappy', 'lz4', ...(writesZstd ? (['zstd'] as const) : [])] as const)(
  'what is written with %s is smaller, and is read by us and by Java',
  async (codec) => {
    // The broker unpacks it and packs it anew, so it must understand it.
    const repacked = codec === 'gzip' ? 'lz4' : 'gzip';
    for (const type of ['producer', repacked]) {
      const topic = await broker.createTopic(`ours-${codec}-${type}`, 1, {
        'compression.type': type,
        // Uncompressed it would not fit.
        ...(type === 'producer' && codec !== 'none' && { 'max.message.bytes': '90000' }),
      });
      const writer = new KafkajsCluster(broker.kafka(), codec).writer(topic);
      await writer.write(records);
      await writer.close();
      expect(await read(topic)).toEqual(all);
    }
  },
);

test('a batch that would fill the memory is refused, and the reason told', async () => {
  const topic = await broker.createTopic('bomb');
  const producer = broker.kafka().producer();
  await producer.connect();
  // 70 MiB in one record, 70 KiB as it travels.
  await producer.send({
    topic,
    compression: CompressionTypes.GZIP,
    messages: [{ value: Buffer.alloc(70 * 1024 * 1024) }],
  });
  await producer.disconnect();
  expect(gzipSync(Buffer.alloc(70 * 1024 * 1024)).length).toBeLessThan(100_000);
  await expect(read(topic)).rejects.toMatchObject({
    code: 'read_failed',
    message: expect.stringMatching(/inflates to more than 64 MiB/) as string,
  });

  const member = new KafkajsCluster(broker.kafka()).member({
    group: broker.group('bomb'),
    topic,
    delivery: 'exactly-once',
  });
  const failure = await new Promise((resolve) => {
    member.assignments.subscribe({
      next: ([partition]) => {
        const reading = partition?.claim().then(async (from) => {
          for await (const record of partition.records(from)) throw new Error(`read ${record.offset}`);
        });
        // The claim may end with the membership.
        reading?.catch(() => undefined);
      },
      error: resolve,
    });
  });
  expect(failure).toMatchObject({
    code: 'membership_lost',
    message: expect.stringMatching(/inflates to more than 64 MiB/) as string,
    hint: expect.stringMatching(/kafka-delete-records/) as string,
  });
});
