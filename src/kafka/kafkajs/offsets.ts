import type { Admin, Kafka } from 'kafkajs';
import { EmostreamError } from '../../common/errors';
import type { TopicPlace } from '../KafkaCluster';
import { retryTransient, withAdmin } from './admin';
import { kafkaFaultOf } from './kafkaErrors';

/** What a partition holds for readers of committed records. */
export interface PartitionSpan {
  partition: number;
  /** Offset of the oldest record kept. */
  earliest: bigint;
  /** Up to where a reader of committed records gets, exclusive: behind it open transactions hide records. */
  end: bigint;
}

/** kafkajs asks for the end as a reader of committed records does: Kafka answers with the last stable offset. */
export async function spansOf(admin: Admin, topic: string): Promise<PartitionSpan[]> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets
    .map(({ partition, low, high }) => ({ partition, earliest: BigInt(low), end: BigInt(high) }))
    .sort((a, b) => a.partition - b.partition);
}

/** The offset that a group committed of each partition; partitions of which it committed nothing are left out. */
export async function committedOffsets(
  admin: Admin,
  group: string,
  topic: string,
): Promise<Map<number, bigint>> {
  const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  const offsets =
    found?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)] as const) ?? [];
  return new Map(offsets.filter(([, offset]) => offset >= 0n));
}

/** The offset of each partition for a place; the end where nothing was written at or after the time. */
export async function offsetsAt(
  admin: Admin,
  topic: string,
  place: TopicPlace,
): Promise<Map<number, bigint>> {
  const ends = new Map((await spansOf(admin, topic)).map(({ partition, end }) => [partition, end]));
  if (place === 'end') return ends;
  const found = await admin.fetchTopicOffsetsByTimestamp(topic, place.timestampMs);
  const at = new Map(found.map(({ partition, offset }) => [partition, BigInt(offset)]));
  return new Map(
    [...ends].map(([partition, end]) => {
      const offset = at.get(partition) ?? -1n;
      return [partition, offset < 0n ? end : offset];
    }),
  );
}

/** As `KafkaCluster.beginGroupAt`. */
export async function beginGroupAt(
  kafka: Kafka,
  group: string,
  topic: string,
  place: TopicPlace,
): Promise<boolean> {
  try {
    return await withAdmin(kafka, async (admin) => {
      if ((await committedOffsets(admin, group, topic)).size > 0) return false;
      const offsets = await offsetsAt(admin, topic, place);
      const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset: String(offset) }));
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

/**
 * Where a partition goes on for a group: at its committed offset, where that is within what the topic holds.
 *
 * @param committed offset of the next record to read; undefined where nothing was committed
 */
export function resumeAt(committed: bigint | undefined, { earliest, end }: PartitionSpan): bigint {
  // Beyond the end: the topic was deleted and made anew, so that the offset means nothing.
  if (committed === undefined || committed > end) return earliest;
  // Retention was faster than the group: go on with what is left.
  return committed < earliest ? earliest : committed;
}

/**
 * Asks the brokers for what `resumeAt` needs.
 *
 * @throws EmostreamError `partition_missing`; errors of kafkajs
 */
export async function resumeOffset(
  kafka: Kafka,
  { group, topic, partition }: { group: string; topic: string; partition: number },
): Promise<bigint> {
  return withAdmin(kafka, (admin) =>
    // After a restart of the brokers the group's coordinator first reads its log; kafkajs does not wait for it.
    retryTransient(
      async () => {
        const committed = await committedOffsets(admin, group, topic);
        const span = (await spansOf(admin, topic)).find((each) => each.partition === partition);
        if (span === undefined) throw partitionMissing(topic, partition);
        return resumeAt(committed.get(partition), span);
      },
      { deadlineMs: 30_000, firstPauseMs: 20 },
    ),
  );
}

function partitionMissing(topic: string, partition: number): EmostreamError {
  return new EmostreamError(`topic ${topic} has no partition ${partition}`, {
    code: 'partition_missing',
    fault: 'environment',
  });
}
