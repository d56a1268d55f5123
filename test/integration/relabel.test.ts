import { setTimeout as delay } from 'node:timers/promises';
import { withAdmin } from '../../src/kafka/kafkajs/admin';
import { jsonLines, killClis, runCli } from '../support/cli';
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

  it('never joins the live group nor writes to the live topics, whatever the environment calls them', async () => {
    const kafka = broker.kafka();
    const live = await createTopics(kafka, broker.group('live'));
    const group = broker.group('live');
    const segments = streamsOf(4, 10);
    await publish(kafka, live.segments, segments);
    const env = {
      KAFKA_BROKERS: broker.brokers.join(','),
      EMOSTREAM_GROUP: group,
      EMOSTREAM_SEGMENTS_TOPIC: live.segments,
      EMOSTREAM_EMOTIONS_TOPIC: live.labels,
      EMOSTREAM_DEAD_LETTER_TOPIC: live.deadLetters,
    };
    const again = await runCli(['run', '--from', '2026-01-01', '--http-port', '0'], { env });
    expect({ code: again.code, stderr: again.stderr }).toMatchObject({ code: 0 });
    const [names] = jsonLines<Record<string, string>>(again.stderr).filter((line) => 'emotionsTopic' in line);
    expect(names).toMatchObject({
      group: expect.stringMatching(new RegExp(`^${group}-relabel-[0-9a-f]{10}$`)) as string,
      msg: `labelling a past range of ${live.segments} again`,
      from: '2026-01-01T00:00:00.000Z',
      to: 'now',
      emotionsTopic: expect.stringMatching(new RegExp(`^${live.labels}-relabel-[0-9a-f]{10}$`)) as string,
    });
    expectEachOnceInOrder(
      await readLabels(kafka, { ...live, labels: names?.['emotionsTopic'] ?? '' }),
      segments,
    );
    expect(await readLabels(kafka, live)).toEqual([]);
    const { groups } = await withAdmin(kafka, (admin) => admin.listGroups());
    expect(groups.map(({ groupId }) => groupId)).not.toContain(group);
  });

  it.each([
    [['--from', 'yesterday'], 'expected a time such as'],
    [
      ['--from', '2026-11-01', '--group', 'mine'],
      '--group mine belongs to the live tagger; labelling again needs another name',
    ],
    [
      ['--to', '2026-11-01', '--emotions-topic', 'transcripts.emotions'],
      '--emotions-topic transcripts.emotions belongs to the live tagger',
    ],
  ])('%j is refused: %s', async (args, message) => {
    const env = { EMOSTREAM_GROUP: 'mine', KAFKA_BROKERS: broker.brokers.join(',') };
    const { code, stderr } = await runCli(['run', ...args], { env });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
