import { readTopic } from '../../src/kafka/kafkajs/TopicReader';
import { killClis, startTaggerCli } from '../support/cli';
import {
  createTopics,
  expectEachOnceInOrder,
  publish,
  readDeadLetters,
  readLabels,
  streamsOf,
} from '../support/taggerBench';
import { eventually, withBroker } from '../support/withBroker';

const broker = withBroker();
afterEach(killClis);

describe('a tagger that is killed', () => {
  it('twice in mid-stream of 3,000 segments: each label is there once, in order', async () => {
    const kafka = broker.kafka();
    const group = broker.group('killed');
    const topics = await createTopics(kafka, group, 4);
    const segments = streamsOf(30, 100);
    await publish(kafka, topics.segments, segments);
    let seen = 0;
    const over = new AbortController();
    const labels = await readTopic(kafka, topics.labels, { from: 'beginning', signal: over.signal });
    const counting = (async () => {
      for await (const message of labels) seen += message.value === null ? 0 : 1;
    })();

    for (const killAt of [700, 1700]) {
      const tagger = startTaggerCli(broker.brokers, topics, group);
      await eventually(`${killAt} labels are committed`, () => seen >= killAt, 120_000);
      expect(seen).toBeLessThan(segments.length);
      tagger.child.kill('SIGKILL');
    }
    const last = startTaggerCli(broker.brokers, topics, group);
    await eventually('all labels are committed', () => seen >= segments.length, 120_000);
    last.child.kill('SIGTERM');
    expect((await last.finished).code).toBe(0);
    over.abort();
    await counting;

    expectEachOnceInOrder(await readLabels(kafka, topics), segments);
    expect(await readDeadLetters(kafka, topics)).toEqual([]);
  }, 400_000);
});
