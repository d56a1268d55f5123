import type { Logger } from '../common/Logger';
import { traceIdOf } from '../common/tracing/traceHeaders';
import { CommitError } from '../kafka/CommitError';
import type { Health } from '../observability/Health';
import type { Metrics } from '../observability/Metrics';
import type { Answered } from './PartitionLane';
import type { TaggerEvents } from './Tagger';

export interface TaggerListeners {
  onJoined?: () => void;
  /** Called after a slice is committed. */
  onCommitted?: (slice: Answered[]) => void;
}

/** Turns what the tagger does into metrics, health and log lines. */
export class TaggerObserver implements TaggerEvents {
  readonly #topic: string;
  readonly #metrics: Metrics;
  readonly #health: Health;
  readonly #logger: Logger;
  readonly #listeners: TaggerListeners;
  #assigned: readonly number[] = [];

  constructor(
    topic: string,
    metrics: Metrics,
    health: Health,
    logger: Logger,
    listeners: TaggerListeners = {},
  ) {
    this.#topic = topic;
    this.#metrics = metrics;
    this.#health = health;
    this.#logger = logger;
    this.#listeners = listeners;
  }

  /** The partitions that this tagger holds now. */
  get assigned(): readonly number[] {
    return this.#assigned;
  }

  joined(partitions: readonly number[]): void {
    this.#metrics.rebalanced();
    this.#assign(partitions);
    this.#health.consuming();
    this.#logger.info({ topic: this.#topic, partitions }, 'joined the consumer group');
    this.#listeners.onJoined?.();
  }

  taken(records: number): void {
    this.#metrics.segmentsConsumed(records);
  }

  committed(slice: Answered[]): void {
    const now = Date.now();
    this.#metrics.committed({ outcome: 'committed' });
    this.#health.committed();
    for (const { record, outcome } of slice) {
      this.#metrics.endToEnd((now - record.timestamp) / 1000);
      if (outcome.kind === 'label') this.#metrics.predicted({ ...outcome.label, tokens: outcome.tokens });
      else this.#deadLettered(record, outcome);
    }
    this.#listeners.onCommitted?.(slice);
  }

  sessionFailed(error: unknown, pauseMs: number): void {
    if (error instanceof CommitError) this.#metrics.committed({ outcome: 'aborted' });
    this.#assign([]);
    this.#health.starting('the session with the broker ended');
    this.#logger.warn({ err: error, pauseMs }, 'the session with the broker ended; starting another');
  }

  /** @param seconds age of the oldest record not committed */
  lag(partition: number, records: number, seconds: number): void {
    // An answer may come in after the partition is gone.
    if (!this.#assigned.includes(partition)) return;
    this.#metrics.lag(this.#topic, partition, records, seconds);
    this.#health.lag(this.#topic, partition, records);
  }

  #deadLettered(record: Answered['record'], { reason, message }: { reason: string; message: string }): void {
    this.#metrics.deadLettered(reason);
    const { topic, partition, offset, trace } = record;
    const fields = { topic, partition, offset: offset.toString(), reason, traceId: traceIdOf(trace) };
    this.#logger.warn(fields, `dead letter: ${message}`);
  }

  #assign(partitions: readonly number[]): void {
    for (const partition of this.#assigned.filter((held) => !partitions.includes(held))) {
      this.#metrics.forgetPartition(this.#topic, partition);
      this.#health.forgetPartition(this.#topic, partition);
    }
    this.#assigned = partitions;
  }
}
