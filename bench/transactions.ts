import { createClient } from '../src/kafka/kafkajs/KafkajsClient';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { cacheFolder } from '../src/common/cacheFolder';
import { createKafka } from '../src/kafka/kafkajs/createKafka';
import { acquireEmbeddedBroker } from '../src/kafka/embedded/acquireEmbeddedBroker';
import { waitForLeaders, withAdmin } from '../src/kafka/kafkajs/admin';
import { AtLeastOnceCommitter } from '../src/kafka/kafkajs/committers/AtLeastOnceCommitter';
import type { Committer } from '../src/kafka/kafkajs/committers/Committer';
import { ExactlyOnceCommitter } from '../src/kafka/kafkajs/committers/ExactlyOnceCommitter';

/**
 * How many slices a second the committers commit to the embedded broker, and how long one takes.
 * Run: `node dist/bench/transactions.js [seconds]`. Prints JSON lines.
 */
const seconds = Number(process.argv[2] ?? 10);
const recordsASlice = 32;
const recordBytes = 300;

async function measure(name: string, committers: Committer[], output: string): Promise<void> {
  await Promise.all(committers.map((committer) => committer.claim()));
  const latencies: number[] = [];
  const messages = Array.from({ length: recordsASlice }, (_, n) => ({
    key: `stream-${n % 4}`,
    value: Buffer.from(randomUUID().repeat(9).slice(0, recordBytes)),
  }));
  const started = performance.now();
  const end = started + seconds * 1000;
  await Promise.all(
    committers.map(async (committer) => {
      for (let offset = 0n; performance.now() < end; offset += BigInt(recordsASlice)) {
        const before = performance.now();
        await committer.commit({ outputs: [{ topic: output, records: messages }], nextOffset: offset });
        latencies.push(performance.now() - before);
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  await Promise.all(committers.map((committer) => committer.close()));
  latencies.sort((a, b) => a - b);
  const quantile = (q: number): number =>
    Number((latencies[Math.floor(q * latencies.length)] ?? 0).toFixed(1));
  const slicesPerSecond = Number((latencies.length / elapsed).toFixed(1));
  const row = {
    name,
    partitions: committers.length,
    slicesPerSecond,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
  };
  console.log(JSON.stringify({ ...row, recordsPerSecond: Math.round(slicesPerSecond * recordsASlice) }));
}

async function main(): Promise<void> {
  const broker = await acquireEmbeddedBroker({
    dataFolder: join(cacheFolder('kafka'), 'bench'),
    onDeath: (error) => console.error(error.message),
  });
  const kafka = createKafka({ brokers: broker.brokers, clientId: 'bench' });
  const run = randomUUID().slice(0, 8);
  const topics = [`bench-input-${run}`, `bench-output-${run}`];
  const [input = '', output = ''] = topics;
  await withAdmin(kafka, async (admin) => {
    await admin.createTopics({
      waitForLeaders: false,
      topics: topics.map((topic) => ({ topic, numPartitions: 4 })),
    });
    await waitForLeaders(admin, topics);
  });
  for (const partitions of [1, 4]) {
    const options = Array.from({ length: partitions }, (_, partition) => ({ topic: input, partition }));
    const exactly = options.map(
      (each) => new ExactlyOnceCommitter(createClient(kafka), { ...each, group: `exactly-${run}` }),
    );
    await measure('exactly once', exactly, output);
    const least = options.map(
      (each) =>
        new AtLeastOnceCommitter(createClient(kafka), {
          ...each,
          group: `least-${run}`,
          commitOffset: async () => undefined,
        }),
    );
    await measure('at least once, outputs only', least, output);
  }
  await withAdmin(kafka, (admin) => admin.deleteTopics({ topics }));
  await broker.release();
}

void main();
