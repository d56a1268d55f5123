import { KafkaJSAggregateError, type Admin, type Kafka } from 'kafkajs';
import type { TopicReport } from '../TopicDescription';
import {
  planTopics,
  topicDifferences,
  type ExistingTopic,
  type TopicPlan,
  type TopicPlanOptions,
} from '../topicPlan';
import { inspectTopics, retryTransient, topicError, waitForLeaders, withAdmin } from './admin';
import { kafkaFaultOf } from './kafkaErrors';

/** As `KafkaCluster.ensureTopics`. */
export async function ensureTopics(
  kafka: Kafka,
  options: Omit<TopicPlanOptions, 'brokers'> = {},
): Promise<TopicReport[]> {
  return withAdmin(kafka, async (admin) => {
    const { brokers } = await admin.describeCluster();
    const plans = planTopics({ ...options, brokers: brokers.length });
    const topics = plans.map(({ topic }) => topic);
    try {
      const present = new Set(await admin.listTopics());
      const missing = plans.filter(({ topic }) => !present.has(topic));
      const created = await createMissing(admin, missing);
      await waitForLeaders(admin, topics);
      const existing = await inspectWhenKnown(admin, topics);
      return plans.map((plan) => report(plan, existing.get(plan.topic), created.has(plan.topic)));
    } catch (error) {
      throw topicError(topics, error);
    }
  });
}

/** The leaders of topics that were just created know them; another broker that is asked may not, for a moment. */
function inspectWhenKnown(admin: Admin, topics: string[]): Promise<Map<string, ExistingTopic>> {
  return retryTransient(() => inspectTopics(admin, topics), {
    deadlineMs: 10_000,
    firstPauseMs: 50,
    isTransient: (error) => kafkaFaultOf(error).type === 'UNKNOWN_TOPIC_OR_PARTITION',
  });
}

function report(plan: TopicPlan, existing: ExistingTopic | undefined, created: boolean): TopicReport {
  const differences = existing === undefined ? [] : topicDifferences(plan, existing);
  const status = differences.length > 0 ? 'differs' : created ? 'created' : 'exists';
  return { topic: plan.topic, status, differences };
}

/** @returns the names of the topics created here and not by someone else in the meantime */
async function createMissing(admin: Admin, missing: TopicPlan[]): Promise<Set<string>> {
  const created = new Set<string>();
  for (const { topic, partitions, replicationFactor, config } of missing) {
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    try {
      const isNew = await admin.createTopics({
        // kafkajs gives up where a broker does not know the topic yet.
        waitForLeaders: false,
        topics: [{ topic, numPartitions: partitions, replicationFactor, configEntries }],
      });
      if (isNew) created.add(topic);
    } catch (error) {
      throw error instanceof KafkaJSAggregateError ? (error.errors[0] ?? error) : error;
    }
  }
  return created;
}
