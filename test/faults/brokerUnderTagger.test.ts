import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKafka } from '../../src/kafka/kafkajs/createKafka';
import { acquireEmbeddedBroker } from '../../src/kafka/embedded/acquireEmbeddedBroker';
import type { EmbeddedBroker } from '../../src/kafka/embedded/EmbeddedBroker';
import { FakeClassifier } from '../support/fakeModel';
import {
  createTopics,
  expectEachOnceInOrder,
  publish,
  readLabels,
  startTagger,
  stopTaggers,
  streamsOf,
} from '../support/taggerBench';
import { eventually } from '../support/withBroker';

// A broker of its own: the other tests must not lose theirs.
jest.setTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), 'emostream-fault-'));
let broker: EmbeddedBroker;

beforeAll(async () => {
  broker = await acquireEmbeddedBroker({ dataFolder: folder });
});
afterEach(stopTaggers);
afterAll(async () => {
  await broker.release();
  rmSync(folder, { recursive: true });
});

test('a broker is killed, then hangs, under the tagger: each label once, in order; the tagger goes on', async () => {
  const kafka = createKafka({ brokers: broker.brokers, clientId: 'test' });
  const topics = await createTopics(kafka, 'bounced');
  const segments = streamsOf(12, 100);
  await publish(kafka, topics.segments, segments);
  const classifier = new FakeClassifier();
  classifier.delayMs = 100;
  const failures: unknown[] = [];
  const tagger = startTagger(kafka, topics, 'bounced', classifier, {
    failed: (error) => failures.push(error),
  });

  await eventually('a quarter is committed', () => tagger.committed >= 300);
  const { pid } = broker;
  process.kill(pid, 'SIGKILL');
  await eventually('the broker is back', () => broker.pid !== pid);
  await eventually('half is committed', () => tagger.committed >= 600, 120_000);
  process.kill(broker.pid, 'SIGSTOP');
  await sleep(3000);
  process.kill(broker.pid, 'SIGCONT');

  // A commit may come through although its answer is lost: what is on the topic counts, not what the tagger saw.
  // Right after a fault the broker may not answer yet.
  const labelled = (): Promise<number> =>
    readLabels(kafka, topics).then(
      ({ length }) => length,
      () => 0,
    );
  await eventually('all are labelled', async () => (await labelled()) >= segments.length, 120_000);
  await tagger.stop();
  expectEachOnceInOrder(await readLabels(kafka, topics), segments);
  expect(failures.length).toBeLessThan(20);
});
