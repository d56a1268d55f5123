import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaFaultOf } from './kafkaErrors';

const deadlineMs = 30_000;
const pauseMs = 100;

/**
 * Repeats work, which must be idempotent, as long as it fails because a partition somewhere in the cluster has no leader
 * yet, or its broker does not know yet that it leads it: so it is for a moment after a topic was created and after a
 * broker went away. kafkajs' admin client gives up on both at once.
 *
 * @throws whatever the work throws for another reason, or still throws after 30 s
 */
export async function whileLeadersSettle<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isUnsettled(error) || Date.now() > deadline) throw error;
      await sleep(pauseMs);
    }
  }
}

function isUnsettled(error: unknown): boolean {
  const { name, type, message } = kafkaFaultOf(error);
  // What listTopics makes of an answer in which a topic is without a leader: kafkajs drops it and goes on with null.
  if (name === 'TypeError') return message.includes("'topicMetadata'");
  return type === 'NOT_LEADER_FOR_PARTITION' || type === 'LEADER_NOT_AVAILABLE';
}
