import type { Logger } from '../common/Logger';
import { readTraceHeaders, traceIdOf } from '../common/tracing/traceHeaders';
import type { GroupOptions } from '../kafka/GroupMember';
import { CommitError } from '../kafka/CommitError';
import type { Health } from '../observability/Health';
import type { Metrics } from '../observability/Metrics';
import type { TaggerObserver } from './TaggerObserver';

/** Turns what a tagger does into Prometheus metrics. */
export function metricsObserver(metrics: Metrics, { topic, delivery }: GroupOptions): TaggerObserver {
  const transactional = delivery === 'exactly-once';
  return {
    assigned: () => metrics.rebalanced(),
    revoked: (partitions) => partitions.forEach((partition) => metrics.forgetPartition(topic, partition)),
    taken: () => metrics.segmentsConsumed(1),
    batchRan: (report) => metrics.batchRan(report),
    committed: (slice) => {
      if (transactional) metrics.committed({ outcome: 'committed' });
      const now = Date.now();
      for (const { timestamp, outcome } of slice) {
        metrics.endToEnd((now - timestamp) / 1000);
        if (outcome.kind === 'label') metrics.predicted({ ...outcome.label, tokens: outcome.tokens });
        else metrics.deadLettered(outcome.reason);
      }
    },
    lag: (partition, records, seconds) => metrics.lag(topic, partition, records, seconds),
    failed: (error) => {
      if (transactional && error instanceof CommitError) metrics.committed({ outcome: 'aborted' });
    },
  };
}

/** Turns what a tagger does into what the probes are told. */
export function healthObserver(health: Health, topic: string): TaggerObserver {
  return {
    assigned: (partitions) => health.consuming(partitions.length),
    revoked: (partitions) => partitions.forEach((partition) => health.forgetPartition(topic, partition)),
    committed: () => health.committed(),
    lag: (partition, records) => health.lag(topic, partition, records),
    failed: () => health.starting('the session with the broker ended'),
  };
}

/** Logs what a tagger does; never a word of a text. */
export function logObserver(logger: Logger, topic: string): TaggerObserver {
  return {
    assigned: (partitions) => logger.info({ topic, partitions }, 'joined the consumer group'),
    committed: (slice) => {
      for (const { record, outcome } of slice) {
        if (outcome.kind === 'label') continue;
        const { partition, offset, headers } = record;
        const traceId = traceIdOf(readTraceHeaders(headers));
        const fields = { topic, partition, offset: offset.toString(), reason: outcome.reason, traceId };
        logger.warn(fields, `dead letter: ${outcome.message}`);
      }
    },
    lagUnknown: (err) =>
      logger.debug({ err }, 'the consumer lag could not be asked for; it is asked for again'),
    failed: (err, pauseMs) =>
      logger.warn({ err, pauseMs }, 'the session with the broker ended; another one begins after a pause'),
  };
}
