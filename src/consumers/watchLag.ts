import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { Logger } from '../common/Logger';

export interface LagWatch {
  kafka: Kafka;
  groupId: string;
  topic: string;
  /** The partitions that this member holds now. */
  assigned: () => readonly number[];
  /** When the oldest record in hand of a partition was written, Unix milliseconds. */
  oldestTimestamp: (partition: number) => number | undefined;
  /** Called for each assigned partition: records not committed, and the age of the oldest in seconds. */
  report: (partition: number, records: number, seconds: number) => void;
  logger: Logger;
}

const intervalMs = 5000;
/** After a question that was not answered. */
const retryMs = 1000;

/**
 * Asks the broker, not the consumer, how far behind the group is: a consumer that silently stopped fetching does
 * not know that it is. Runs until the signal aborts; a broker that does not answer is asked again.
 */
export async function watchLag(watch: LagWatch, signal: AbortSignal): Promise<void> {
  const admin = watch.kafka.admin({ retry: { retries: 2 } });
  /** When lag was first seen on a partition of which nothing is in hand. */
  const since = new Map<number, number>();
  while (!signal.aborted) {
    let pauseMs = intervalMs;
    try {
      // Connecting again is free while connected, and needed after the broker was away.
      await admin.connect();
      for (const { partition, records } of await lagOf(admin, watch)) {
        const now = Date.now();
        if (records === 0) since.delete(partition);
        else if (!since.has(partition)) since.set(partition, now);
        const oldest = watch.oldestTimestamp(partition) ?? since.get(partition) ?? now;
        watch.report(partition, records, records === 0 ? 0 : Math.max(0, now - oldest) / 1000);
      }
    } catch (err) {
      watch.logger.debug({ err }, 'the consumer lag could not be asked for; trying again');
      pauseMs = retryMs;
    }
    await delay(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
  await admin.disconnect().catch(() => undefined);
}

async function lagOf(
  admin: ReturnType<Kafka['admin']>,
  { groupId, topic, assigned }: LagWatch,
): Promise<{ partition: number; records: number }[]> {
  const held = new Set(assigned());
  const ends = await admin.fetchTopicOffsets(topic);
  const [group] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const committed = new Map(group?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return ends
    .filter(({ partition }) => held.has(partition))
    .map(({ partition, high, low }) => {
      const stands = committed.get(partition) ?? -1;
      return { partition, records: Math.max(0, Number(high) - (stands < 0 ? Number(low) : stands)) };
    });
}
