import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigResourceTypes, KafkaJSError, type Admin, type Kafka } from 'kafkajs';
import { EmostreamError, messageOf } from '../../common/errors';
import { kafkaFaultOf } from './kafkaErrors';
import type { ExistingTopic } from '../topicPlan';

/** How long a cluster may take until others do the work of a broker that died. */
const settleDeadlineMs = 30_000;
const settlePauseMs = 100;

/**
 * Runs a piece of work, which must be idempotent, with a connected admin client and closes it. While the cluster
 * settles, it is run again with a client that knows nothing yet.
 */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  return whileClusterSettles(async () => {
    const admin = kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  });
}

/** The partitions, copies and settings of topics that exist, by name. */
export async function inspectTopics(admin: Admin, topics: string[]): Promise<Map<string, ExistingTopic>> {
  if (topics.length === 0) return new Map();
  const { topics: found } = await admin.fetchTopicMetadata({ topics });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  const configs = new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
  return new Map(
    found.map(({ name, partitions }) => [
      name,
      {
        partitions: partitions.length,
        replicationFactor: Math.min(...partitions.map(({ replicas }) => replicas.length)),
        config: configs.get(name) ?? {},
      },
    ]),
  );
}

/** An error of an admin request about topics, for a person. */
export function topicError(topics: string[], error: unknown): EmostreamError {
  if (error instanceof EmostreamError) return error;
  const type = kafkaFaultOf(error).type ?? '';
  const denied = /AUTHORIZATION_FAILED/.test(type);
  return new EmostreamError(
    denied
      ? `this Kafka user may not create or describe ${topics.join(', ')}`
      : `Kafka refused ${topics.join(', ')}: ${messageOf(error)}`,
    {
      code: denied ? 'topics_not_allowed' : 'topics_failed',
      fault: denied ? 'configuration' : 'environment',
      hint: denied
        ? 'Have them created by who may, or grant Create and Describe on them.'
        : 'See the log of the brokers.',
      cause: error,
    },
  );
}

/**
 * Repeats work, which must be idempotent, as long as it fails because the cluster settles: for a moment after a topic
 * was created, and for some seconds after a broker died, a partition has no leader, its broker does not know yet that
 * it leads it, a group has no coordinator, or the metadata names a broker that is gone. kafkajs' admin client gives up
 * on these at once.
 *
 * @throws whatever the work throws for another reason, or still throws after 30 s
 */
export function whileClusterSettles<T>(work: () => Promise<T>): Promise<T> {
  return retryTransient(work, {
    deadlineMs: settleDeadlineMs,
    firstPauseMs: settlePauseMs,
    longestPauseMs: settlePauseMs,
    isTransient: isUnsettled,
  });
}

const unsettled = new Set([
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'GROUP_LOAD_IN_PROGRESS',
  'NOT_CONTROLLER',
]);

const unreachable = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
]);

function isUnsettled(error: unknown): boolean {
  const { name, type } = kafkaFaultOf(error);
  return type === undefined ? unreachable.has(name) : unsettled.has(type);
}

/**
 * Waits until each partition of the topics has a leader: before that, a topic that was created cannot be used.
 *
 * @throws EmostreamError `topics_without_leader`
 */
export async function waitForLeaders(admin: Admin, topics: string[]): Promise<void> {
  const deadline = Date.now() + settleDeadlineMs;
  for (;;) {
    const without = await leaderless(admin, topics);
    if (without.length === 0) return;
    if (Date.now() > deadline) {
      throw new EmostreamError(`no leader after ${settleDeadlineMs / 1000} s for ${without.join(', ')}`, {
        code: 'topics_without_leader',
        fault: 'environment',
        hint: 'See the log of the brokers.',
      });
    }
    await sleep(settlePauseMs);
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

export interface RetryTransientOptions {
  /** Milliseconds after which the last error is thrown. */
  deadlineMs: number;
  /** Milliseconds before the first repetition; doubled each time. */
  firstPauseMs: number;
  /** Milliseconds before a repetition at most. Default: a second. */
  longestPauseMs?: number;
  /** Which errors pass by themselves. Default: those that kafkajs calls retriable. */
  isTransient?: (error: unknown) => boolean;
}

/** Repeats work that failed for a reason that passes, such as a coordinator that still loads its log. */
export async function retryTransient<T>(work: () => Promise<T>, options: RetryTransientOptions): Promise<T> {
  const { deadlineMs, firstPauseMs, longestPauseMs = 1000, isTransient = isRetriable } = options;
  const deadline = Date.now() + deadlineMs;
  for (let pause = firstPauseMs; ; pause = Math.min(longestPauseMs, pause * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || Date.now() + pause > deadline) throw error;
    }
    await sleep(pause);
  }
}

function isRetriable(error: unknown): boolean {
  return error instanceof KafkaJSError && error.retriable;
}
