import type { GroupMember, GroupOptions } from './GroupMember';
import type { KafkaRecord, OutgoingRecord } from './KafkaRecord';
import type { TopicDescription, TopicReport } from './TopicDescription';
import type { TopicPlanOptions } from './topicPlan';

/**
 * What emostream needs of a Kafka cluster, in its own words. `src/kafka/kafkajs` is the one implementation;
 * another client would be a folder beside it.
 */
export interface KafkaCluster {
  /** A new member of a consumer group. It does nothing until its assignments are subscribed to. */
  member(options: GroupOptions): GroupMember;

  /**
   * Reads a topic as committed, outside of any group. Resolves when the place in each partition is fixed, so that with
   * `from: 'end'` nothing that is published after that is missed. Records of a partition come in order. Breaking out
   * of the loop stops it.
   *
   * @throws EmostreamError `topic_missing`; from the loop `read_failed`
   */
  readTopic(topic: string, options: ReadTopicOptions): Promise<AsyncIterable<KafkaRecord>>;

  /** A writer to an existing topic. It connects at the first record. */
  writer(topic: string): TopicWriter;

  /**
   * Creates those of the three topics that are missing and waits until each partition has a leader. Idempotent, and
   * safe when several processes do it at the same time.
   *
   * @throws EmostreamError `topics_not_allowed`, `topics_failed`, `topics_without_leader`
   */
  ensureTopics(options?: Omit<TopicPlanOptions, 'brokers'>): Promise<TopicReport[]>;

  /** Partitions, settings and offsets of topics, and how far behind each consumer group is. */
  describeTopics(topics: readonly string[]): Promise<TopicDescription[]>;

  /** The offset of each partition at a place. */
  offsetsAt(topic: string, place: TopicPlace): Promise<Map<number, bigint>>;

  /**
   * Lets a consumer group begin at a place of a topic. A group that has committed offsets of the topic already is left
   * where it stands, so that a run that was interrupted goes on.
   *
   * @returns whether the offsets were set
   * @throws EmostreamError `group_offsets_failed`, as when the group has members
   */
  beginGroupAt(group: string, topic: string, place: TopicPlace): Promise<boolean>;
}

/** Behind everything that is there, or at the first record written at or after a time (the end where there is none). */
export type TopicPlace = 'end' | { timestampMs: number };

export interface ReadTopicOptions {
  from: 'beginning' | 'end';
  /** `end`: stop at what was there when the reading began. Default: go on until the signal or the end of the loop. */
  until?: 'end';
  /** Ends the reading, without an error. */
  signal?: AbortSignal;
}

/** Writes records to one topic: acknowledged by all replicas in sync, one call after another. */
export interface TopicWriter {
  readonly topic: string;

  /**
   * Writes records and waits until the brokers have them. One call at a time: who has more meanwhile gathers it (see
   * `publishSegments`). Each is written once as long as no call fails; after a failed call its records may or may not
   * be there.
   *
   * @throws EmostreamError `publish_failed`; `publisher_closed`, `publisher_busy` (bugs of the caller)
   */
  write(records: readonly OutgoingRecord[]): Promise<void>;

  /** Waits for the call under way and disconnects. Idempotent. */
  close(): Promise<void>;
}
