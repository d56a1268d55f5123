import {
  createTopics,
  expectEachOnceInOrder,
  publish,
  readAll,
  readLabels,
  streamsOf,
} from '../support/taggerBench';
import { killClis, startTaggerCli } from '../support/cli';
import { eventually, withBroker } from '../support/withBroker';

const broker = withBroker();
afterEach(killClis);

describe('a tagger that is paused until its partitions are given away (SIGSTOP)', () => {
  it('and wakes up in the middle of what another has done meanwhile: each label is there once, in order', async () => {
    const kafka = broker.kafka();
    const group = broker.group('paused');
    const topics = await createTopics(kafka, group, 2);
    const segments = streamsOf(10, 150);
    await publish(kafka, topics.segments, segments);
    const labelled = async (): Promise<number> => (await readAll(kafka, topics.labels)).length;

    const zombie = startTaggerCli(broker.brokers, topics, group);
    await eventually('the first is at work', async () => (await labelled()) > 200);
    zombie.child.kill('SIGSTOP');
    const atPause = await labelled();
    const heir = startTaggerCli(broker.brokers, topics, group);
    await eventually('the second has taken over', async () => (await labelled()) > atPause + 300, 120_000);
    zombie.child.kill('SIGCONT');
    await eventually('all are labelled', async () => (await labelled()) >= segments.length, 120_000);

    for (const tagger of [zombie, heir]) tagger.child.kill('SIGTERM');
    expect((await zombie.finished).code).toBe(0);
    expect((await heir.finished).code).toBe(0);
    expectEachOnceInOrder(await readLabels(kafka, topics), segments);
  }, 400_000);
});
