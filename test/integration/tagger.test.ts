import { EmostreamError } from '../../src/common/errors';
import { FakeClassifier } from '../support/fakeModel';
import { segment } from '../support/segments';
import {
  codecs,
  createTopics,
  expectEachOnceInOrder,
  publish,
  publishRaw,
  readDeadLetters,
  readLabels,
  type RunningTagger,
  startTagger,
  stopTaggers,
  streamsOf,
} from '../support/taggerBench';
import { eventually, withBroker } from '../support/withBroker';

const broker = withBroker();
afterEach(stopTaggers);

/** A classifier that takes its time for a batch. */
function slowClassifier(delayMs: number): FakeClassifier {
  const classifier = new FakeClassifier();
  classifier.delayMs = delayMs;
  return classifier;
}

describe('the tagger on a real broker', () => {
  it('labels every segment once and in order, over several partitions', async () => {
    const kafka = broker.kafka();
    const topics = await createTopics(kafka, broker.group('all'));
    const segments = streamsOf(12, 25);
    await publish(kafka, topics.segments, segments);
    const tagger = startTagger(kafka, topics, broker.group('all'), new FakeClassifier());
    await eventually('all are committed', () => tagger.committed === segments.length);
    await tagger.stop();
    expectEachOnceInOrder(await readLabels(kafka, topics), segments);
  });

  it('does so at least once, with plain commits, when told to', async () => {
    const kafka = broker.kafka();
    const group = broker.group('plain');
    const topics = await createTopics(kafka, group);
    const segments = streamsOf(6, 20);
    await publish(kafka, topics.segments, segments);
    const run = () => startTagger(kafka, topics, group, new FakeClassifier(), { delivery: 'at-least-once' });
    const first = run();
    await eventually('all are committed', () => first.committed === segments.length);
    await first.stop();
    const more = streamsOf(6, 5).map((one) => ({ ...one, segmentId: `more-${one.segmentId}` }));
    await publish(kafka, topics.segments, more);
    const second = run();
    await eventually('the rest is committed', () => second.committed === more.length);
    await second.stop();
    expectEachOnceInOrder(await readLabels(kafka, topics), [...segments, ...more]);
  });

  it('makes dead letters of what cannot be labelled, whole and with the reason, and labels the rest', async () => {
    const kafka = broker.kafka();
    const topics = await createTopics(kafka, broker.group('dead'), 1);
    const good = streamsOf(1, 3);
    const [first, second, third] = await Promise.all(good.map((one) => codecs.segment.encode(one)));
    const otherSchema = Buffer.from(first!);
    otherSchema.writeBigUInt64LE(0xdeadbeefn, 2);
    const bad = {
      unknown_wire_format: Buffer.from('garbage, not Avro'),
      malformed_record: first!.subarray(0, first!.length - 5),
      unknown_schema: otherSchema,
      empty_text: await codecs.segment.encode(segment({ text: ' ' })),
      text_too_long: await codecs.segment.encode(segment({ text: 'palabra '.repeat(125_000) })),
      empty_record: null,
      invalid_segment: await codecs.segment.encode(segment({ startMs: 10, endMs: 5 })),
    };
    const values = [first!, ...Object.values(bad), second!, third!];
    await publishRaw(
      kafka,
      topics.segments,
      values.map((value) => ({ key: 'stream-0', value })),
    );
    const tagger = startTagger(kafka, topics, broker.group('dead'), new FakeClassifier());
    await eventually('all are answered', () => tagger.committed === values.length);
    await tagger.stop();

    expectEachOnceInOrder(await readLabels(kafka, topics), good);
    const letters = await readDeadLetters(kafka, topics);
    expect(letters.map(({ reason }) => reason)).toEqual(Object.keys(bad));
    letters.forEach((letter, index) => {
      expect(letter).toMatchObject({ topic: topics.segments, partition: 0, offset: String(index + 1) });
      expect(letter.key?.toString()).toBe('stream-0');
      expect(letter.value).toEqual(values[index + 1]);
      expect(letter.message).not.toBe('');
    });
  });

  it('shares the partitions with a second member, and takes them back, without a loss or a double', async () => {
    const kafka = broker.kafka();
    const group = broker.group('shared');
    const topics = await createTopics(kafka, group);
    const segments = streamsOf(16, 200);
    let published = 0;
    const members: RunningTagger[] = [];
    const join = (): void => {
      members.push(startTagger(broker.kafka(), topics, group, slowClassifier(250)));
    };
    const committed = (): number => members.reduce((sum, member) => sum + member.committed, 0);
    /** There is always work while the members come and go, however slow the machine. */
    const busyUntilAtWork = (member: number): Promise<void> =>
      eventually(`member ${member} is at work`, async () => {
        if (committed() > published - 80) {
          await publish(kafka, topics.segments, segments.slice(published, published + 160));
          published = Math.min(published + 160, segments.length);
        }
        return members[member]!.committed > 30;
      });
    join();
    await busyUntilAtWork(0);
    join();
    await busyUntilAtWork(1);
    await members[1]!.stop();
    await eventually('all are committed', () => committed() >= published);
    await members[0]!.stop();
    expectEachOnceInOrder(await readLabels(kafka, topics), segments.slice(0, published));
  });

  it('told to stop, finishes what is in hand and commits it', async () => {
    const kafka = broker.kafka();
    const group = broker.group('drain');
    const topics = await createTopics(kafka, group, 1);
    await publish(kafka, topics.segments, streamsOf(1, 600));
    const tagger = startTagger(kafka, topics, group, slowClassifier(100), {
      inFlight: { maxSegments: 64, maxBytes: 1_000_000 },
    });
    await eventually('it is in the middle', () => tagger.committed > 30);
    const before = tagger.committed;
    await tagger.stop();
    expect(tagger.committed).toBeGreaterThan(before);
    expect(tagger.committed).toBeLessThan(600);
    expect(await readLabels(kafka, topics)).toHaveLength(tagger.committed);
  });

  it('ends with the reason when the classifier is gone, and leaves nothing half done', async () => {
    const kafka = broker.kafka();
    const group = broker.group('gone');
    const topics = await createTopics(kafka, group, 1);
    await publish(kafka, topics.segments, streamsOf(1, 5));
    const classifier = new FakeClassifier();
    classifier.failure = () =>
      new EmostreamError('it is gone', { code: 'engine_failed', fault: 'environment' });
    const tagger = startTagger(kafka, topics, group, classifier);
    await expect(tagger.finished).rejects.toThrow('it is gone');
    expect(await readLabels(kafka, topics)).toEqual([]);
    expect(await readDeadLetters(kafka, topics)).toEqual([]);
  });

  it('keeps what is read and not committed within its bounds', async () => {
    const kafka = broker.kafka();
    const group = broker.group('bounds');
    const topics = await createTopics(kafka, group);
    const segments = streamsOf(8, 50);
    await publish(kafka, topics.segments, segments);
    let most = 0;
    const classifier = slowClassifier(3);
    classifier.failure = () => {
      most = Math.max(most, tagger.taken - tagger.committed);
      return undefined;
    };
    const tagger = startTagger(kafka, topics, group, classifier, {
      inFlight: { maxSegments: 24, maxBytes: 1_000_000 },
    });
    await eventually('all are committed', () => tagger.committed === segments.length);
    expect(most).toBeLessThanOrEqual(24);
    expect(most).toBeGreaterThan(12);
  });
});
