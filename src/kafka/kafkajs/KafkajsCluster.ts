import type { Kafka } from 'kafkajs';
import type { Compression } from '../settings';
import type { GroupMember, GroupOptions } from '../GroupMember';
import type { KafkaCluster, ReadTopicOptions, TopicPlace, TopicWriter } from '../KafkaCluster';
import type { KafkaRecord } from '../KafkaRecord';
import type { TopicDescription, TopicReport } from '../TopicDescription';
import type { TopicPlanOptions } from '../topicPlan';
import { withAdmin } from './admin';
import { describeTopics } from './describeTopics';
import { ensureTopics } from './ensureTopics';
import { createClient, type KafkajsClient } from './KafkajsClient';
import { KafkajsMember } from './KafkajsMember';
import { KafkajsWriter } from './KafkajsWriter';
import { beginGroupAt, offsetsAt } from './offsets';
import { readTopic } from './TopicReader';

/** A Kafka cluster through kafkajs. */
export class KafkajsCluster implements KafkaCluster {
  readonly #client: KafkajsClient;

  /** @param compression how batches are packed that are written through it */
  constructor(kafka: Kafka, compression?: Compression) {
    this.#client = createClient(kafka, compression);
  }

  member(options: GroupOptions): GroupMember {
    return new KafkajsMember(this.#client, options);
  }

  readTopic(topic: string, options: ReadTopicOptions): Promise<AsyncIterable<KafkaRecord>> {
    return readTopic(this.#client.kafka, topic, options);
  }

  writer(topic: string): TopicWriter {
    return new KafkajsWriter(this.#client, topic);
  }

  ensureTopics(options: Omit<TopicPlanOptions, 'brokers'> = {}): Promise<TopicReport[]> {
    return ensureTopics(this.#client.kafka, options);
  }

  describeTopics(topics: readonly string[]): Promise<TopicDescription[]> {
    return describeTopics(this.#client.kafka, topics);
  }

  offsetsAt(topic: string, place: TopicPlace): Promise<Map<number, bigint>> {
    return withAdmin(this.#client.kafka, (admin) => offsetsAt(admin, topic, place));
  }

  beginGroupAt(group: string, topic: string, place: TopicPlace): Promise<boolean> {
    return beginGroupAt(this.#client.kafka, group, topic, place);
  }
}
