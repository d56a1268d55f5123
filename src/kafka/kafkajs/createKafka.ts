import {
  Kafka,
  logLevel,
  Partitioners,
  type Producer,
  type KafkaConfig,
  type LogEntry,
  type RetryOptions,
} from 'kafkajs';
import { silentLogger, type Logger } from '../../common/Logger';
import type { KafkaSettings } from '../settings';
import { installCodecs } from './codecs';

/**
 * How kafkajs tries again. All five values are given, since its own defaults are others where NODE_ENV is `test`.
 * Adds up to about a minute: a broker that is restarted is back by then.
 */
export const defaultRetry: Required<Omit<RetryOptions, 'restartOnFailure'>> = {
  initialRetryTime: 100,
  factor: 0.2,
  multiplier: 2,
  maxRetryTime: 10_000,
  retries: 12,
};

/**
 * A kafkajs client for the settings. It prints nothing: what it has to say goes to the logger.
 *
 * @param overrides kafkajs settings for a special use, such as a probe with a short deadline
 */
export function createKafka(
  settings: KafkaSettings,
  logger: Logger = silentLogger,
  overrides: Partial<KafkaConfig> = {},
): Kafka {
  installCodecs();
  const { brokers, clientId, tls, sasl } = settings;
  return new Kafka({
    brokers,
    clientId,
    connectionTimeout: 10_000,
    authenticationTimeout: 10_000,
    requestTimeout: 30_000,
    retry: defaultRetry,
    ...(tls === undefined ? {} : { ssl: tls }),
    ...(sasl === undefined ? {} : { sasl }),
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => forward(entry, logger),
    ...overrides,
  });
}

/**
 * kafkajs logs an error for each try that it will repeat, and information for each join: one level down each.
 * What it gives up on is thrown, and whoever catches that logs the error.
 */
function forward({ namespace, level, log }: LogEntry, logger: Logger): void {
  const { message, ...rest } = log;
  const fields = Object.fromEntries(Object.entries(rest).filter(([name]) => !dropped.has(name)));
  const text = `kafkajs ${namespace}: ${message}`;
  if (level <= logLevel.WARN && !expected.test(message)) logger.warn(fields, text);
  else logger.debug(fields, text);
}

/** The logger has its own time and name, and the stack is kafkajs's. */
const dropped = new Set(['timestamp', 'logger', 'stack']);

/**
 * What kafkajs warns of and deals with itself: answers that make it try again (a coordinator that is still loading,
 * CONCURRENT_TRANSACTIONS after each transaction), and our choice of retries.
 */
const expected =
  /^Response |^Crash: |^Restarting the consumer|another concurrent operation on the same transaction|^Limiting retries for the idempotent/;

/**
 * A producer whose repetitions the broker recognises. One request is under way at a time, and after a failure it is
 * not used again: kafkajs gives the sequence number of a failed request to the next one, so the broker could drop
 * new records as duplicates.
 */
export function createIdempotentProducer(kafka: Kafka): Producer {
  return kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: defaultRetry,
  });
}
