import type { Kafka } from 'kafkajs';
import { lastValueFrom } from 'rxjs';
import { aborted } from '../../src/common/aborted';
import { defaultLabellingLimits } from '../../src/consumers/labelSegments';
import { observers, type TaggerObserver } from '../../src/consumers/TaggerObserver';
import { taggerPipeline, type TaggerParts } from '../../src/consumers/taggerPipeline';
import { noTracing } from '../../src/consumers/tracing/Tracing';
import type { GroupOptions } from '../../src/kafka/GroupMember';
import { KafkajsCluster } from '../../src/kafka/kafkajs/KafkajsCluster';
import type { KafkaRecord } from '../../src/kafka/KafkaRecord';
import type { TopicNames } from '../../src/kafka/topicPlan';
import type { Classifier } from '../../src/model/Classifier';
import { createCodecs } from '../../src/records/createCodecs';
import type { DeadLetter } from '../../src/records/DeadLetter';
import type { EmotionLabel } from '../../src/records/EmotionLabel';
import type { TranscriptSegment } from '../../src/records/TranscriptSegment';
import { characterTokenizer } from './fakeModel';
import { segment } from './segments';
import type { TestBroker } from './withBroker';

export const codecs = createCodecs();

/** Topics of one test, created; their names end in its tag. */
export async function createTopics(kafka: Kafka, tag: string, partitions = 4): Promise<TopicNames> {
  const names = { segments: `segments-${tag}`, labels: `labels-${tag}`, deadLetters: `dead-${tag}` };
  await new KafkajsCluster(kafka).ensureTopics({ names, partitions });
  return names;
}

/** Topics of one test that `emostream` itself creates, and the options that name them and the broker. */
export function topicOptions(broker: TestBroker, tag: string): { names: TopicNames; args: string[] } {
  const run = broker.group(tag);
  const names = { segments: `segments-${run}`, labels: `emotions-${run}`, deadLetters: `dead-${run}` };
  const args = [
    ...['--brokers', broker.brokers.join(',')],
    ...['--segments-topic', names.segments, '--emotions-topic', names.labels],
    ...['--dead-letter-topic', names.deadLetters],
  ];
  return { names, args };
}

/** Segments of several streams, interleaved; the text tells which one it is. */
export function streamsOf(streams: number, perStream: number): TranscriptSegment[] {
  const all: TranscriptSegment[] = [];
  for (let sequence = 0; sequence < perStream; sequence++) {
    for (let stream = 0; stream < streams; stream++) {
      const streamId = `stream-${stream}`;
      const text = `frase ${sequence} de la emisión ${stream}`;
      all.push(
        segment({ streamId, sequence, segmentId: `${streamId}:${sequence}`, text, producedAt: Date.now() }),
      );
    }
  }
  return all;
}

export async function publish(
  kafka: Kafka,
  topic: string,
  segments: readonly TranscriptSegment[],
): Promise<void> {
  const messages = await Promise.all(
    segments.map(async (one) => ({ key: one.streamId, value: await codecs.segment.encode(one) })),
  );
  await publishRaw(kafka, topic, messages);
}

export async function publishRaw(
  kafka: Kafka,
  topic: string,
  messages: { key: string; value: Buffer | null }[],
): Promise<void> {
  const writer = new KafkajsCluster(kafka).writer(topic);
  for (let from = 0; from < messages.length; from += 500)
    await writer.write(messages.slice(from, from + 500));
  await writer.close();
}

/** Everything on a topic as a read_committed reader finds it. */
export async function readAll(kafka: Kafka, topic: string): Promise<KafkaRecord[]> {
  const messages: KafkaRecord[] = [];
  for await (const message of await new KafkajsCluster(kafka).readTopic(topic, {
    from: 'beginning',
    until: 'end',
  }))
    messages.push(message);
  return messages;
}

export async function readLabels(kafka: Kafka, topics: TopicNames): Promise<EmotionLabel[]> {
  const messages = await readAll(kafka, topics.labels);
  return Promise.all(messages.map(({ value }) => codecs.label.decode(value)));
}

export async function readDeadLetters(kafka: Kafka, topics: TopicNames): Promise<DeadLetter[]> {
  const messages = await readAll(kafka, topics.deadLetters);
  return Promise.all(messages.map(({ value }) => codecs.deadLetter.decode(value)));
}

/** The oracle of the fault tests: every segment's label once, each stream in order. */
export function expectEachOnceInOrder(
  labels: readonly EmotionLabel[],
  segments: readonly TranscriptSegment[],
): void {
  const byStream = (items: readonly { streamId: string; segmentId: string }[]): Map<string, string[]> => {
    const streams = new Map<string, string[]>();
    for (const { streamId, segmentId } of items)
      streams.set(streamId, [...(streams.get(streamId) ?? []), segmentId]);
    return new Map([...streams].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  expect(byStream(labels)).toEqual(byStream(segments));
}

/** A tagger that runs in this process; what it tells is counted. */
export interface RunningTagger {
  committed: number;
  taken: number;
  /** Rejects where the tagger gives up. */
  finished: Promise<void>;
  /** Tells it to stop and waits until it has. */
  stop: () => Promise<void>;
}

const running = new Set<RunningTagger>();

/** For afterEach: a test that failed must not leave a tagger behind. */
export async function stopTaggers(): Promise<void> {
  await Promise.all([...running].map((tagger) => tagger.stop().catch(() => undefined)));
  running.clear();
}

export interface BenchOptions extends Partial<Pick<TaggerParts, 'inFlight' | 'until'>> {
  delivery?: GroupOptions['delivery'];
  /** The session with the broker ended with an error. */
  failed?: (error: unknown) => void;
}

export function startTagger(
  kafka: Kafka,
  topics: TopicNames,
  group: string,
  classifier: Classifier,
  { delivery = 'exactly-once', failed = () => undefined, ...over }: BenchOptions = {},
): RunningTagger {
  const cluster = new KafkajsCluster(kafka);
  const observer: TaggerObserver = {
    taken: () => (run.taken += 1),
    committed: (slice) => (run.committed += slice.length),
    failed,
  };
  const parts: TaggerParts = {
    join: (as) => cluster.member(as),
    group: { group, topic: topics.segments, delivery },
    topics,
    codecs,
    model: { classifier, tokenizer: characterTokenizer },
    limits: { ...defaultLabellingLimits, maxSegments: 16, maxTokens: 2000, maxSequenceTokens: 64 },
    inFlight: { maxSegments: 200, maxBytes: 8 * 1024 * 1024 },
    drainMs: 10_000,
    tracing: noTracing,
    observer: observers([observer]),
    ...over,
  };
  const told = new AbortController();
  const run: RunningTagger = {
    committed: 0,
    taken: 0,
    finished: lastValueFrom(taggerPipeline(parts, aborted(told.signal)), { defaultValue: [] }).then(
      () => undefined,
    ),
    stop: () => {
      told.abort();
      return run.finished;
    },
  };
  run.finished.catch(() => undefined);
  running.add(run);
  return run;
}
