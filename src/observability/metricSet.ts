import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { buckets } from './buckets';
import type { DriftReading } from './drift/Drift';

export const transactionOutcomes = ['committed', 'aborted'] as const;
export type TransactionOutcome = (typeof transactionOutcomes)[number];

/** The drift readings, read at each scrape. */
export interface DriftNow {
  classes: () => DriftReading[];
  confidence: () => DriftReading[];
  length: () => DriftReading[];
}

export type MetricSet = ReturnType<typeof defineMetrics>;

/**
 * Every metric of emostream, with the names that dashboards and alerts rely on. Labels have few values: a label never
 * holds a segment, a stream or a speaker, since each value would be a time series.
 *
 * @param driftNow read at each scrape
 * @param readyNow read at each scrape
 */
export function defineMetrics(registry: Registry, driftNow: DriftNow, readyNow: () => boolean) {
  const registers = [registry];
  return {
    predictions: new Counter({
      name: 'emostream_predictions_total',
      help: 'Labelled segments, by predicted emotion.',
      labelNames: ['emotion'],
      registers,
    }),
    confidence: new Histogram({
      name: 'emostream_prediction_confidence',
      help: 'Probability of the predicted emotion, 0 to 1.',
      labelNames: ['emotion'],
      buckets: buckets.confidence,
      registers,
    }),
    segmentsConsumed: new Counter({
      name: 'emostream_segments_consumed_total',
      help: 'Records read from the segments topic.',
      registers,
    }),
    deadLetters: new Counter({
      name: 'emostream_dead_letters_total',
      help: 'Records that could not be labelled, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    batchSegments: new Histogram({
      name: 'emostream_batch_segments',
      help: 'Segments in a micro-batch.',
      buckets: buckets.batchSegments,
      registers,
    }),
    batchTokens: new Histogram({
      name: 'emostream_batch_tokens',
      help: 'Tokens in a micro-batch, without padding.',
      buckets: buckets.batchTokens,
      registers,
    }),
    paddingRatio: new Histogram({
      name: 'emostream_padding_ratio',
      help: 'Share of padding among the tokens that the engine computed for a micro-batch, 0 to 1.',
      buckets: buckets.paddingRatio,
      registers,
    }),
    inferenceSeconds: new Histogram({
      name: 'emostream_inference_seconds',
      help: 'Time that the engine took for a micro-batch.',
      labelNames: ['engine'],
      buckets: buckets.inferenceSeconds,
      registers,
    }),
    endToEndSeconds: new Histogram({
      name: 'emostream_end_to_end_seconds',
      help: 'Time from the writing of a segment to the commit of its label or dead letter.',
      buckets: buckets.endToEndSeconds,
      registers,
    }),
    lagRecords: new Gauge({
      name: 'emostream_consumer_lag',
      help: 'Records of a partition that can be read and are not committed.',
      labelNames: ['topic', 'partition'],
      registers,
    }),
    lagSeconds: new Gauge({
      name: 'emostream_consumer_lag_seconds',
      help: 'Age of the oldest record of a partition that can be read and is not committed.',
      labelNames: ['topic', 'partition'],
      registers,
    }),
    transactions: new Counter({
      name: 'emostream_transactions_total',
      help: 'Kafka transactions, by outcome; none with --delivery at-least-once.',
      labelNames: ['outcome'],
      registers,
    }),
    rebalances: new Counter({
      name: 'emostream_rebalances_total',
      help: 'How many times this consumer was assigned partitions.',
      registers,
    }),
    classDrift: driftGauge(
      'emostream_class_drift',
      'Population stability index of the predicted emotions against the training data.',
      driftNow.classes,
      registers,
    ),
    confidenceDrift: driftGauge(
      'emostream_confidence_drift',
      'Population stability index of the confidence against the baseline, over its deciles.',
      driftNow.confidence,
      registers,
    ),
    lengthDrift: driftGauge(
      'emostream_length_drift',
      'Population stability index of the tokens of a segment against the baseline, over its deciles.',
      driftNow.length,
      registers,
    ),
    ready: new Gauge({
      name: 'emostream_ready',
      help: '1 while /readyz answers 200 (in the consumer group and fetching), else 0.',
      registers,
      collect() {
        this.set(readyNow() ? 1 : 0);
      },
    }),
    modelInfo: new Gauge({
      name: 'emostream_model_info',
      help: 'The model and the engine in use; always 1.',
      labelNames: ['model', 'engine'],
      registers,
    }),
  };
}

function driftGauge(name: string, help: string, read: () => DriftReading[], registers: Registry[]) {
  return new Gauge({
    name,
    help: `${help} Above 0.1 look into it, above 0.25 act. NaN without a baseline or with too few values.`,
    labelNames: ['window', 'baseline'],
    registers,
    collect() {
      // The baseline may have changed since the last scrape.
      this.reset();
      for (const { window, baseline, index } of read()) this.set({ window, baseline }, index);
    },
  });
}
