import type { Kafka } from 'kafkajs';
import { EmostreamError } from '../common/errors';
import { kafkaFaultOf } from './kafkaErrors';
import { withAdmin } from './topicAdmin';

/** Where a group is to stand: behind everything that is there, or at the first record written at or after a time. */
export type GroupStart = 'end' | { timestampMs: number };

/**
 * Lets a consumer group begin at a place of a topic. A group that has committed offsets of the topic already is left
 * where it stands, so that a run that was interrupted goes on.
 *
 * @returns whether the offsets were set
 * @throws EmostreamError `group_offsets_failed`, as when the group has members
 */
export async function setGroupOffsets(
  kafka: Kafka,
  group: string,
  topic: string,
  start: GroupStart,
): Promise<boolean> {
  try {
    return await withAdmin(kafka, async (admin) => {
      const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      if (committed?.partitions.some(({ offset }) => Number(offset) >= 0) === true) return false;
      const partitions = await offsetsAt(admin, topic, start);
      await admin.setOffsets({ groupId: group, topic, partitions });
      return true;
    });
  } catch (error) {
    throw new EmostreamError(
      `the offsets of group ${group} on ${topic} could not be set: ${kafkaFaultOf(error).message}`,
      {
        code: 'group_offsets_failed',
        fault: 'environment',
        hint: 'take a group that no tagger is in',
        cause: error,
      },
    );
  }
}

/** The offset of each partition for a place; the end where nothing was written at or after the time. */
export async function offsetsAt(
  admin: ReturnType<Kafka['admin']>,
  topic: string,
  start: GroupStart,
): Promise<{ partition: number; offset: string }[]> {
  const ends = await admin.fetchTopicOffsets(topic);
  if (start === 'end') return ends.map(({ partition, high }) => ({ partition, offset: high }));
  const found = await admin.fetchTopicOffsetsByTimestamp(topic, start.timestampMs);
  const at = new Map(found.map(({ partition, offset }) => [partition, offset]));
  return ends.map(({ partition, high }) => {
    const offset = at.get(partition);
    return { partition, offset: offset === undefined || Number(offset) < 0 ? high : offset };
  });
}
