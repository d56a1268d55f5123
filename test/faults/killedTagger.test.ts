import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { readTopic } from '../../src/kafka/readTopic';
import type { TopicNames } from '../../src/kafka/topicPlan';
import { packageRoot } from '../../src/packageRoot';
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
const children = new Set<ChildProcess>();
afterEach(() => children.forEach((child) => child.kill('SIGKILL')));

/** `emostream run` as a user starts it, with the embedded model. */
function startTagger(topics: TopicNames, group: string): ChildProcess {
  const args = [
    'run',
    '--brokers',
    broker.brokers.join(','),
    '--group',
    group,
    '--http-port',
    '0',
    '--log-level',
    'warn',
  ];
  const names = [
    '--segments-topic',
    topics.segments,
    '--emotions-topic',
    topics.labels,
    '--dead-letter-topic',
    topics.deadLetters,
  ];
  const main = join(packageRoot, 'dist', 'src', 'cli', 'main.js');
  const child = spawn(process.execPath, [main, ...args, ...names], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.add(child);
  return child;
}

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
      const tagger = startTagger(topics, group);
      await eventually(`${killAt} labels are committed`, () => seen >= killAt, 120_000);
      expect(seen).toBeLessThan(segments.length);
      tagger.kill('SIGKILL');
    }
    const last = startTagger(topics, group);
    await eventually('all labels are committed', () => seen >= segments.length, 120_000);
    const exited = new Promise<number | null>((resolve) => last.once('exit', (code) => resolve(code)));
    last.kill('SIGTERM');
    expect(await exited).toBe(0);
    over.abort();
    await counting;

    expectEachOnceInOrder(await readLabels(kafka, topics), segments);
    expect(await readDeadLetters(kafka, topics)).toEqual([]);
  }, 400_000);
});
