import type { Admin, Kafka } from 'kafkajs';
import { lagOf } from '../lag';
import type { GroupLag, TopicDescription } from '../TopicDescription';
import { inspectTopics, topicError, withAdmin } from './admin';
import { committedOffsets, spansOf, type PartitionSpan } from './offsets';
import { readSpans, type ReadSpan } from './TopicReader';

/** As `KafkaCluster.describeTopics`. */
export async function describeTopics(kafka: Kafka, topics: readonly string[]): Promise<TopicDescription[]> {
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
          const spans = await spansOf(admin, topic);
          const { replicationFactor, config } = found;
          return {
            topic,
            exists: true,
            partitions: spans.map(({ partition, earliest, end }) => ({ partition, earliest, latest: end })),
            replicationFactor,
            config,
            groups: await lagsOf(kafka, admin, groupIds, topic, spans),
          };
        }),
      );
    } catch (error) {
      throw topicError([...topics], error);
    }
  });
}

function absent(topic: string): TopicDescription {
  return { topic, exists: false, partitions: [], replicationFactor: 0, config: {}, groups: [] };
}

/** The lag of each group that committed something of a topic. */
async function lagsOf(
  kafka: Kafka,
  admin: Admin,
  groups: readonly string[],
  topic: string,
  spans: readonly PartitionSpan[],
): Promise<GroupLag[]> {
  const committed = await Promise.all(
    groups.map(async (group) => ({ group, offsets: await committedOffsets(admin, group, topic) })),
  );
  const behind = committed.filter(({ offsets }) => offsets.size > 0);
  const stands = behind.map(({ offsets }) => offsets);
  const tails = await readTails(kafka, topic, spans, stands);
  return behind.map(({ group, offsets }) => {
    const partitions = spans.flatMap(({ partition, earliest, end }) => {
      const offset = offsets.get(partition);
      if (offset === undefined) return [];
      const tail = tails.get(partition);
      // Where no record follows, transaction markers do.
      const markers = tail !== undefined && offset >= tail.from && offset > tail.lastRecord;
      const read = markers ? { records: offset, all: end } : undefined;
      return [{ partition, committed: offset, lag: lagOf({ earliest, end, committed: offset, read }) }];
    });
    return { group, partitions, lag: partitions.reduce((sum, { lag }) => sum + lag, 0n) };
  });
}

/** So many offsets at the end of a partition are read to see whether they are records. */
const shortTail = 100n;
const tailDeadlineMs = 10_000;

/** The end of a partition, as it was read. */
interface Tail {
  from: bigint;
  /** Offset of the last record; negative where there is none. */
  lastRecord: bigint;
}

/**
 * Reads the partitions of which a group has all but a few offsets: these may be transaction markers, which only reading
 * tells from records.
 */
async function readTails(
  kafka: Kafka,
  topic: string,
  spans: readonly PartitionSpan[],
  committed: readonly Map<number, bigint>[],
): Promise<Map<number, Tail>> {
  const places = spans.flatMap(({ partition, earliest, end }): ReadSpan[] => {
    const stands = committed.map((offsets) => offsets.get(partition) ?? end);
    const near = stands.filter((offset) => offset < end && offset >= end - shortTail && offset >= earliest);
    if (near.length === 0) return [];
    return [{ partition, from: near.reduce((a, b) => (a < b ? a : b)), until: end }];
  });
  if (places.length === 0) return new Map();
  const tails = new Map(places.map(({ partition, from }) => [partition, { from, lastRecord: -1n }]));
  const signal = AbortSignal.timeout(tailDeadlineMs);
  for await (const { partition, offset } of await readSpans(kafka, topic, places, signal)) {
    const tail = tails.get(partition);
    if (tail !== undefined) tail.lastRecord = offset;
  }
  // Cut short, it proves nothing: then offsets are all there is to go by.
  return signal.aborted ? new Map() : tails;
}
