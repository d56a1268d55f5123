import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { cacheFolder } from '../../src/common/cacheFolder';
import { createKafka } from '../../src/kafka/kafkajs/createKafka';
import {
  acquireEmbeddedBroker,
  type EmbeddedBrokerOptions,
} from '../../src/kafka/embedded/acquireEmbeddedBroker';
import type { EmbeddedBroker } from '../../src/kafka/embedded/EmbeddedBroker';
import type { Logger } from '../../src/common/Logger';
import { waitForLeaders, withAdmin } from '../../src/kafka/kafkajs/admin';

/**
 * The broker of the tests: one JVM for all test files and workers, each of which holds a lease on it. It stays some
 * seconds after the last lease, so that the next file finds it running.
 */
export interface TestBroker {
  readonly brokers: string[];
  /** A new client; nothing is shared between calls. */
  kafka(clientId?: string, logger?: Logger): Kafka;
  /** A topic of this test file alone, deleted after it. */
  createTopic(name: string, partitions?: number, config?: Record<string, string>): Promise<string>;
  /** A consumer group that no other test uses. */
  group(name: string): string;
  /** Process number of the broker's JVM now. */
  readonly pid: number;
}

/** Test files that wait on a broker need more than jest's default. */
export const brokerTimeoutMs = 120_000;

/**
 * Gives the tests of the surrounding `describe` or file a running broker.
 *
 * @example
 * const broker = withBroker();
 * test('...', async () => { const topic = await broker.createTopic('input'); ... });
 */
export function withBroker(): TestBroker {
  jest.setTimeout(brokerTimeoutMs);
  const run = randomUUID().slice(0, 8);
  const topics: string[] = [];
  let lease: EmbeddedBroker | undefined;
  const held = (): EmbeddedBroker => {
    if (lease === undefined) throw new Error('the broker is there in tests and hooks only');
    return lease;
  };
  const kafka = (clientId = `test-${run}`, logger?: Logger): Kafka =>
    createKafka({ brokers: held().brokers, clientId }, logger);

  beforeAll(async () => {
    lease = await acquireTestBroker();
  }, brokerTimeoutMs);

  afterAll(async () => {
    if (lease === undefined) return;
    if (topics.length > 0) await withAdmin(kafka(), (admin) => admin.deleteTopics({ topics }));
    await lease.release();
  }, brokerTimeoutMs);

  return {
    get brokers() {
      return held().brokers;
    },
    get pid() {
      return held().pid;
    },
    kafka,
    group: (name) => `${name}-${run}`,
    async createTopic(name, partitions = 1, config = {}) {
      const topic = `${name}-${run}`;
      topics.push(topic);
      const configEntries = Object.entries(config).map(([key, value]) => ({ name: key, value }));
      await withAdmin(kafka(), async (admin) => {
        await admin.createTopics({
          waitForLeaders: false,
          topics: [{ topic, numPartitions: partitions, configEntries }],
        });
        await waitForLeaders(admin, [topic]);
      });
      return topic;
    },
  };
}

/** A lease on the broker of the tests, for those who manage it themselves. */
export function acquireTestBroker(options: EmbeddedBrokerOptions = {}): Promise<EmbeddedBroker> {
  return acquireEmbeddedBroker({
    dataFolder: join(cacheFolder('kafka'), 'test'),
    lingerMs: 15_000,
    ...options,
  });
}

/** Waits until something holds, for tests of things that other processes do. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  deadlineMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`after ${deadlineMs / 1000} s it is not so: ${what}`);
    await sleep(50);
  }
}
