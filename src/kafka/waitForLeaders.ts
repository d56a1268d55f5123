import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { EmostreamError } from '../common/errors';

const leaderDeadlineMs = 30_000;

/**
 * Waits until each partition of the topics has a leader: before that, a topic that was created cannot be used.
 *
 * @throws EmostreamError `topics_without_leader`
 */
export async function waitForLeaders(admin: Admin, topics: string[]): Promise<void> {
  const deadline = Date.now() + leaderDeadlineMs;
  for (;;) {
    const without = await leaderless(admin, topics);
    if (without.length === 0) return;
    if (Date.now() > deadline) {
      throw new EmostreamError(`no leader after ${leaderDeadlineMs / 1000} s for ${without.join(', ')}`, {
        code: 'topics_without_leader',
        fault: 'environment',
        hint: 'See the log of the brokers.',
      });
    }
    await sleep(100);
  }
}

async function leaderless(admin: Admin, topics: string[]): Promise<string[]> {
  try {
    const { topics: found } = await admin.fetchTopicMetadata({ topics });
    const led = found.filter(
      ({ partitions }) => partitions.length > 0 && partitions.every((p) => p.leader >= 0),
    );
    const names = new Set(led.map(({ name }) => name));
    return topics.filter((topic) => !names.has(topic));
  } catch {
    // A topic that was created a moment ago may not be known to every broker yet.
    return topics;
  }
}
