import type { Logger } from '../common/Logger';
import { optionGroups } from '../config/optionGroups';
import type { KafkaConnection } from '../kafka/connectKafka';
import type { ReadTopicOptions, TopicWriter } from '../kafka/KafkaCluster';
import { publishSegments } from '../producers/publishSegments';
import type { Codecs } from '../records/createCodecs';
import type { DeadLetter } from '../records/DeadLetter';
import type { EmotionLabel } from '../records/EmotionLabel';
import type { RecordCodec } from '../records/RecordCodec';
import type { TranscriptSegment } from '../records/TranscriptSegment';
import { givenOptions, type GivenOptions } from './givenOptions';
import { openCodecs } from './openCodecs';
import { openKafka } from './openKafka';
import { storeSegments } from './storeSegments';
import { topicNames } from './topicNames';

const connectionOptions = [...optionGroups.kafka, ...optionGroups.topics, ...optionGroups.registry] as const;

/** Where the cluster, its topics and the schema registry are, by the names in docs/configuration.md. */
export type ConnectionOptions = GivenOptions<(typeof connectionOptions)[number]>;

/** Told of a connection, and able to call it off. */
export interface ConnectionCallbacks {
  /** Told in one sentence what is being done where it takes long: the start of the embedded Kafka. */
  onProgress?: (step: string) => void;
  /** pino's shape: fields first, then a sentence. Nothing is logged by default. */
  logger?: Logger;
  /** Ends the wait for the embedded Kafka. */
  signal?: AbortSignal;
}

/**
 * Connects to the topics of emostream: segments are published, labels and dead letters are read. The topics are created
 * where they are missing. Without `brokers` the embedded Kafka is used, which needs Java and Maven.
 *
 * @param options what is left out has the default of docs/configuration.md; the environment is not looked at
 * @throws EmostreamError `bad_option`, `broker_unreachable`, `topics_not_allowed` and others of the cluster
 *
 * @example
 * import { connectTopics, textSegment } from 'emostream';
 *
 * const topics = await connectTopics({ brokers: ['localhost:9092'] });
 * const labels = await topics.readLabels({ from: 'end' });
 * await topics.publish([textSegment('studio-1', 0, '¡Qué alegría verte!', { language: 'es' })]);
 * for await (const { streamId, emotion } of labels) {
 *   console.log(streamId, emotion);
 *   break;
 * }
 * await topics.close();
 */
export async function connectTopics(
  options: ConnectionOptions = {},
  { onProgress = () => undefined, logger, signal = new AbortController().signal }: ConnectionCallbacks = {},
): Promise<Topics> {
  const flags = givenOptions(connectionOptions, options, 'connectTopics');
  const codecs = openCodecs(flags);
  const connection = await openKafka(flags, { onProgress, signal, ...(logger && { logger }) });
  const names = topicNames(flags);
  try {
    await connection.kafka.ensureTopics({ names, partitions: flags.partitions });
  } catch (error) {
    await connection.close();
    throw error;
  }
  return new Topics(connection, codecs, names);
}

/** The topics of emostream on a cluster; made by `connectTopics`. */
export class Topics {
  readonly #connection: KafkaConnection;
  readonly #codecs: Codecs;
  readonly #names: ReturnType<typeof topicNames>;
  readonly #writer: TopicWriter;

  /** @internal */
  constructor(connection: KafkaConnection, codecs: Codecs, names: ReturnType<typeof topicNames>) {
    this.#connection = connection;
    this.#codecs = codecs;
    this.#names = names;
    this.#writer = connection.kafka.writer(names.segments);
  }

  /** host:port of each known broker. */
  get brokers(): string[] {
    return this.#connection.brokers;
  }

  /**
   * Publishes segments in order, under the key of their stream, acknowledged by all replicas in sync. A source that
   * yields as a recogniser speaks is published as it comes.
   *
   * @returns the number of segments, once all are stored
   * @throws EmostreamError `encode_failed`, `publish_failed`; and what the source throws
   */
  async publish(segments: Iterable<TranscriptSegment> | AsyncIterable<TranscriptSegment>): Promise<number> {
    return publishSegments(asynchronous(segments), storeSegments(this.#writer, this.#codecs.segment));
  }

  /**
   * Reads labels as they are committed, outside of any consumer group. Resolves when the place in each partition is
   * fixed: with `from: 'end'` no label that is committed after that is missed. Breaking out of the loop stops it.
   *
   * @throws EmostreamError from the loop: `read_failed`, or what is wrong with a record that is no label
   */
  readLabels(options: ReadTopicOptions = { from: 'end' }): Promise<AsyncIterable<EmotionLabel>> {
    return this.#read(this.#names.labels, this.#codecs.label, options);
  }

  /** Reads dead letters, as `readLabels` reads labels. */
  readDeadLetters(options: ReadTopicOptions = { from: 'end' }): Promise<AsyncIterable<DeadLetter>> {
    return this.#read(this.#names.deadLetters, this.#codecs.deadLetter, options);
  }

  /** Waits for what was handed over, and disconnects. Loops over `readLabels` are ended by their signal or a break. */
  async close(): Promise<void> {
    await this.#writer.close();
    await this.#connection.close();
  }

  async #read<T>(topic: string, codec: RecordCodec<T>, options: ReadTopicOptions): Promise<AsyncIterable<T>> {
    const records = await this.#connection.kafka.readTopic(topic, options);
    return (async function* () {
      for await (const { value } of records) yield await codec.decode(value);
    })();
  }
}

async function* asynchronous<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* items;
}
