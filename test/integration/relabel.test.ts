import { setTimeout as delay } from 'node:timers/promises';
import { killClis, runCli } from '../support/cli';
import { createTopics, expectEachOnceInOrder, publish, readLabels, streamsOf } from '../support/taggerBench';
import { withBroker } from '../support/withBroker';

const broker = withBroker();
afterEach(killClis);

/** A moment between two writes: record timestamps have milliseconds. */
async function moment(): Promise<string> {
  await delay(20);
  const now = new Date().toISOString();
  await delay(20);
  return now;
}

describe('run --from --to', () => {
  it('labels exactly a range of the past again, to topics of its own, and ends', async () => {
    const kafka = broker.kafka();
    const topics = await createTopics(kafka, broker.group('past'));
    const again = { ...topics, labels: `again-${topics.labels}` };
    const segments = streamsOf(6, 40);
    await publish(kafka, topics.segments, segments.slice(0, 80));
    const from = await moment();
    await publish(kafka, topics.segments, segments.slice(80, 170));
    const to = await moment();
    await publish(kafka, topics.segments, segments.slice(170));

    const flags = [
      ...['--brokers', broker.brokers.join(','), '--http-port', '0', '--log-level', 'warn'],
      ...['--segments-topic', topics.segments, '--emotions-topic', again.labels],
      ...['--dead-letter-topic', topics.deadLetters, '--group', broker.group('relabel')],
    ];
    const { code, stderr } = await runCli(['run', '--from', from, '--to', to, ...flags]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expectEachOnceInOrder(await readLabels(kafka, again), segments.slice(80, 170));

    const once = await runCli(['run', '--from', from, '--to', to, ...flags]);
    expect(once.code).toBe(0);
    expect(await readLabels(kafka, again)).toHaveLength(90);
  });

  it.each([
    [['--from', 'yesterday'], 'expected a time such as'],
    [['--from', '2026-11-01'], '--group is that of the live tagger'],
    [['--from', '2026-11-01', '--group', 'again'], '--emotions-topic is that of the live tagger'],
  ])('%j is refused: %s', async (args, message) => {
    const { code, stderr } = await runCli(['run', '--brokers', broker.brokers.join(','), ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
