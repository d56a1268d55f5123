import { ConfigResourceTypes, type Admin, type Kafka } from 'kafkajs';
import { EmostreamError, messageOf } from '../common/errors';
import { kafkaFaultOf } from './kafkaErrors';
import type { ExistingTopic } from './topicPlan';
import { whileLeadersSettle } from './whileLeadersSettle';

/**
 * Runs a piece of work, which must be idempotent, with a connected admin client and closes it. While leaders of
 * partitions settle, it is run again with a client that knows nothing yet.
 */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  return whileLeadersSettle(async () => {
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
