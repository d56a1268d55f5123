import { createClient } from '../../src/kafka/kafkajs/KafkajsClient';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { createKafka } from '../../src/kafka/kafkajs/createKafka';
import { acquireEmbeddedBroker } from '../../src/kafka/embedded/acquireEmbeddedBroker';
import type { EmbeddedBroker } from '../../src/kafka/embedded/EmbeddedBroker';
import { readTopic } from '../../src/kafka/kafkajs/TopicReader';
import { waitForLeaders, withAdmin } from '../../src/kafka/kafkajs/admin';
import { CommitError } from '../../src/kafka/CommitError';
import { ExactlyOnceCommitter } from '../../src/kafka/kafkajs/committers/ExactlyOnceCommitter';
import { eventually } from '../support/withBroker';

// A broker of its own: the other tests must not lose theirs.
jest.setTimeout(180_000);

const records = 600;
const sliceSize = 10;
const folder = mkdtempSync(join(tmpdir(), 'emostream-fault-'));
let broker: EmbeddedBroker;

beforeAll(async () => {
  broker = await acquireEmbeddedBroker({ dataFolder: folder });
});

afterAll(async () => {
  await broker.release();
  rmSync(folder, { recursive: true });
});

test('a broker that is killed and one that hangs: each result once, in order', async () => {
  const kafka = createKafka({ brokers: broker.brokers, clientId: 'test' });
  await prepare(kafka);
  const progress = { offset: 0n, failures: 0 };
  const working = work(kafka, progress);

  await eventually('a third is committed', () => progress.offset >= 200n);
  const { pid } = broker;
  process.kill(pid, 'SIGKILL');
  await eventually('the broker is back', () => broker.pid !== pid);
  await eventually('two thirds are committed', () => progress.offset >= 400n);
  process.kill(broker.pid, 'SIGSTOP');
  await sleep(2000);
  process.kill(broker.pid, 'SIGCONT');
  await working;

  const values: number[] = [];
  for await (const { value } of await readTopic(kafka, 'output', { from: 'beginning', until: 'end' })) {
    values.push(Number(value));
  }
  expect(values).toEqual(Array.from({ length: records }, (_, n) => n));
  expect(progress.failures).toBeLessThan(50);
});

/** What the tagger does with one partition, on failures included: claim again and go on from where it says. */
async function work(kafka: Kafka, progress: { offset: bigint; failures: number }): Promise<void> {
  const committer = new ExactlyOnceCommitter(createClient(kafka), {
    group: 'fault',
    topic: 'input',
    partition: 0,
  });
  let claimed = false;
  while (progress.offset < BigInt(records)) {
    try {
      if (!claimed) progress.offset = await committer.claim();
      claimed = true;
      const first = Number(progress.offset);
      const messages = Array.from({ length: sliceSize }, (_, n) => ({
        key: 'stream',
        value: Buffer.from(String(first + n)),
      }));
      const nextOffset = progress.offset + BigInt(sliceSize);
      await committer.commit({ outputs: [{ topic: 'output', records: messages }], nextOffset });
      progress.offset = nextOffset;
    } catch (error) {
      if (!(error instanceof CommitError)) throw error;
      progress.failures++;
      claimed = false;
      await sleep(200);
    }
  }
  await committer.close();
}

async function prepare(kafka: Kafka): Promise<void> {
  await withAdmin(kafka, async (admin) => {
    const topics = ['input', 'output'];
    await admin.createTopics({ waitForLeaders: false, topics: topics.map((topic) => ({ topic })) });
    await waitForLeaders(admin, topics);
  });
  const producer = kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: records }, (_, n) => ({ value: String(n) }));
  await producer.send({ topic: 'input', messages });
  await producer.disconnect();
}
