import type { Admin, Kafka } from 'kafkajs';
import { inspectTopics, topicError, withAdmin } from './topicAdmin';

export interface PartitionDescription {
  partition: number;
  /** Offset of the oldest record kept, and the offset that the next record will get. */
  earliest: bigint;
  latest: bigint;
}

export interface GroupLag {
  group: string;
  /** Records that the group has not committed, over all partitions. */
  lag: bigint;
  partitions: { partition: number; committed: bigint; lag: bigint }[];
}

export interface TopicDescription {
  topic: string;
  exists: boolean;
  partitions: PartitionDescription[];
  replicationFactor: number;
  /** Kafka's topic settings by their names. */
  config: Record<string, string>;
  /** The groups that committed offsets of this topic. */
  groups: GroupLag[];
}

/**
 * What is to know about topics: partitions, settings, offsets and how far behind each consumer group is.
 *
 * @throws EmostreamError `topics_not_allowed`, `topics_failed`
 */
export async function describeTopics(kafka: Kafka, topics: string[]): Promise<TopicDescription[]> {
  return withAdmin(kafka, async (admin) => {
    try {
      const present = new Set(await admin.listTopics());
      const existing = await inspectTopics(
        admin,
        topics.filter((topic) => present.has(topic)),
      );
      const { groups } = await admin.listGroups();
      const groupIds = groups.map(({ groupId }) => groupId);
      return await Promise.all(
        topics.map(async (topic) => {
          const found = existing.get(topic);
          if (found === undefined) return absent(topic);
          const partitions = await offsetsOf(admin, topic);
          const lags = await Promise.all(groupIds.map((group) => lagOf(admin, group, topic, partitions)));
          const { replicationFactor, config } = found;
          const behind = lags.filter((lag) => lag !== undefined);
          return { topic, exists: true, partitions, replicationFactor, config, groups: behind };
        }),
      );
    } catch (error) {
      throw topicError(topics, error);
    }
  });
}

function absent(topic: string): TopicDescription {
  return { topic, exists: false, partitions: [], replicationFactor: 0, config: {}, groups: [] };
}

async function offsetsOf(admin: Admin, topic: string): Promise<PartitionDescription[]> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets
    .map(({ partition, low, high }) => ({ partition, earliest: BigInt(low), latest: BigInt(high) }))
    .sort((a, b) => a.partition - b.partition);
}

/** @returns undefined where the group committed nothing of this topic */
async function lagOf(
  admin: Admin,
  group: string,
  topic: string,
  partitions: PartitionDescription[],
): Promise<GroupLag | undefined> {
  const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  const committed = new Map(found?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
  const lags = partitions.flatMap(({ partition, earliest, latest }) => {
    const offset = committed.get(partition) ?? -1n;
    if (offset < 0n) return [];
    // Records that retention removed before they were read are no longer waiting.
    const from = offset > earliest ? offset : earliest;
    return [{ partition, committed: offset, lag: latest > from ? latest - from : 0n }];
  });
  if (lags.length === 0) return undefined;
  return { group, partitions: lags, lag: lags.reduce((sum, { lag }) => sum + lag, 0n) };
}
