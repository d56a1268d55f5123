import type { Kafka } from 'kafkajs';
import { EmostreamError } from '../../common/errors';
import { retryTransient } from '../retryTransient';
import { withAdmin } from '../topicAdmin';
import type { CommitterOptions } from './Committer';

/**
 * Where a partition goes on for a group: at its committed offset, where that is within what the topic holds.
 *
 * @param committed offset of the next record to read; negative where nothing was committed
 * @param low offset of the oldest record kept
 * @param high offset that the next record will get
 */
export function resumeAt(
  committed: bigint,
  low: bigint,
  high: bigint,
  startAt: 'earliest' | 'latest' = 'earliest',
): bigint {
  // Beyond the end: the topic was deleted and made anew, so that the offset means nothing.
  if (committed < 0n || committed > high) return startAt === 'earliest' ? low : high;
  // Retention was faster than the group: go on with what is left.
  return committed < low ? low : committed;
}

/**
 * Asks the brokers for what `resumeAt` needs.
 *
 * @throws EmostreamError `partition_missing`; errors of kafkajs
 */
export async function resumeOffset(kafka: Kafka, options: CommitterOptions): Promise<bigint> {
  const { group, topic, partition, startAt } = options;
  return withAdmin(kafka, (admin) =>
    // After a restart of the brokers the group's coordinator first reads its log; kafkajs does not wait for it.
    retryTransient(
      async () => {
        const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
        const offsets = await admin.fetchTopicOffsets(topic);
        const span = offsets.find((each) => each.partition === partition);
        if (span === undefined) throw partitionMissing(topic, partition);
        const offset = committed?.partitions.find((each) => each.partition === partition)?.offset ?? '-1';
        return resumeAt(BigInt(offset), BigInt(span.low), BigInt(span.high), startAt);
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
