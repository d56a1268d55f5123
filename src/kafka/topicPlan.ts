import { kafkaOptionTable } from '../config/kafkaOptions';

/** The names of the three topics. */
export interface TopicNames {
  segments: string;
  labels: string;
  deadLetters: string;
}

export const defaultTopicNames: TopicNames = {
  segments: kafkaOptionTable.segmentsTopic.default,
  labels: kafkaOptionTable.emotionsTopic.default,
  deadLetters: kafkaOptionTable.deadLetterTopic.default,
};

/** What a topic should be like. */
export interface TopicPlan {
  topic: string;
  partitions: number;
  replicationFactor: number;
  /** Kafka's topic settings by their names. */
  config: Record<string, string>;
}

/** What a topic is like. */
export interface ExistingTopic {
  partitions: number;
  replicationFactor: number;
  config: Record<string, string>;
}

export interface TopicPlanOptions {
  names?: TopicNames;
  /** Of each topic: the most taggers that can share the work. */
  partitions?: number;
  /** Brokers in the cluster. */
  brokers: number;
}

const day = 24 * 60 * 60 * 1000;
const mebibyte = 1024 * 1024;

/**
 * The largest record batch of the segments topic, in bytes: Kafka's own default is the same without the overhead
 * of a batch. A segment is a sentence or two; what is larger is no segment.
 */
export const largestSegmentBatch = mebibyte;

/**
 * The largest batch of dead letters. It must hold the key and value of any record that the segments topic took,
 * and that topic counts bytes after compression: a repetitive record may be several times as large unpacked, and
 * not every codec packs it as tightly again.
 */
export const largestDeadLetterBatch = 8 * mebibyte;

/**
 * The three topics: retention of a week for the segments and a month for what was made of them, and copies on
 * three brokers where there are so many, of which one may be down.
 */
export function planTopics({
  names = defaultTopicNames,
  partitions = kafkaOptionTable.partitions.default,
  brokers,
}: TopicPlanOptions): TopicPlan[] {
  const replicationFactor = Math.max(1, Math.min(3, brokers));
  const plan = (topic: string, retentionDays: number, largestBatch: number): TopicPlan => ({
    topic,
    partitions,
    replicationFactor,
    config: {
      'cleanup.policy': 'delete',
      'retention.ms': String(retentionDays * day),
      'max.message.bytes': String(largestBatch),
      // As the producer sent it (gzip here): a broker that packs it anew could choose what kafkajs cannot read.
      'compression.type': 'producer',
      'min.insync.replicas': String(replicationFactor >= 3 ? 2 : 1),
    },
  });
  return [
    plan(names.segments, 7, largestSegmentBatch),
    plan(names.labels, 30, 2 * mebibyte),
    plan(names.deadLetters, 30, largestDeadLetterBatch),
  ];
}

/** How an existing topic differs from the plan, a phrase each; more partitions or copies than planned do not count. */
export function topicDifferences(plan: TopicPlan, existing: ExistingTopic): string[] {
  const differences: string[] = [];
  if (existing.partitions < plan.partitions) {
    differences.push(differs('partitions are', existing.partitions, plan.partitions));
  }
  if (existing.replicationFactor < plan.replicationFactor) {
    differences.push(differs('replication factor is', existing.replicationFactor, plan.replicationFactor));
  }
  for (const [name, planned] of Object.entries(plan.config)) {
    const actual = existing.config[name];
    if (actual !== undefined && actual !== planned) differences.push(differs(`${name} is`, actual, planned));
  }
  return differences;
}

function differs(what: string, actual: string | number, planned: string | number): string {
  return `${what} ${actual}, emostream would set ${planned}`;
}
