import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { buckets } from './buckets';
import type { DriftReading } from './drift/Drift';

export const transactionOutcomes = ['committed', 'aborted'] as const;
export type TransactionOutcome = (typeof transactionOutcomes)[number];

/** What has drifted how far, read at each scrape. */
export interface DriftNow {
  classes: () => DriftReading[];
  confidence: () => DriftReading[];
  length: () => DriftReading[];
}

export type MetricSet = ReturnType<typeof defineMetrics>;

/**
 * Every metric of emostream, by the names that dashboards and alerts rely on. Labels are few and closed: never a
 * segment, a stream or a speaker, each of which would make a time series of its own.
 *
 * @param driftNow read at each scrape
 * @param readyNow read at each scrape
 */
export function defineMetrics(registry: Registry, driftNow: DriftNow, readyNow: () => boolean) {
  const registers = [registry];
  return {
    predictions: new Counter({
      name: 'emostream_predictions_total',
      help: 'Segments labelled, by the emotion they were given.',
      labelNames: ['emotion'],
      registers,
    }),
    confidence: new Histogram({
      name: 'emostream_prediction_confidence',
      help: 'Probability of the emotion that was given, 0 to 1.',
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
      help: 'Tokens in a micro-batch, padding not counted.',
      buckets: buckets.batchTokens,
      registers,
    }),
    paddingRatio: new Histogram({
      name: 'emostream_padding_ratio',
      help: 'Share of padding in the tokens that the engine computed for a micro-batch, 0 to 1.',
      buckets: buckets.paddingRatio,
      registers,
    }),
    inferenceSeconds: new Histogram({
      name: 'emostream_inference_seconds',
      help: 'Time of a micro-batch in the engine.',
      labelNames: ['engine'],
      buckets: buckets.inferenceSeconds,
      registers,
    }),
    endToEndSeconds: new Histogram({
      name: 'emostream_end_to_end_seconds',
      help: 'Time from the writing of a segment to the commit of its label.',
      buckets: buckets.endToEndSeconds,
      registers,
    }),
    lagRecords: new Gauge({
      name: 'emostream_consumer_lag',
      help: 'Records of a partition that are not committed yet.',
      labelNames: ['topic', 'partition'],
      registers,
    }),
    lagSeconds: new Gauge({
      name: 'emostream_consumer_lag_seconds',
      help: 'Age of the oldest record of a partition that is not committed yet.',
      labelNames: ['topic', 'partition'],
      registers,
    }),
    transactions: new Counter({
      name: 'emostream_transactions_total',
      help: 'Kafka transactions, by outcome: committed, aborted.',
      labelNames: ['outcome'],
      registers,
    }),
    rebalances: new Counter({
      name: 'emostream_rebalances_total',
      help: 'Changes of the partitions this consumer is given.',
      registers,
    }),
    classDrift: driftGauge(
      'emostream_class_drift',
      'Population stability index of the predicted emotions against the training data. Above 0.1 look, above 0.25 act.',
      driftNow.classes,
      registers,
    ),
    confidenceDrift: driftGauge(
      'emostream_confidence_drift',
      'Population stability index of the confidence of predictions, by deciles of the baseline.',
      driftNow.confidence,
      registers,
    ),
    lengthDrift: driftGauge(
      'emostream_length_drift',
      'Population stability index of the tokens of a segment, by deciles of the baseline.',
      driftNow.length,
      registers,
    ),
    ready: new Gauge({
      name: 'emostream_ready',
      help: 'Whether /readyz says yes: 1 while in the consumer group and fetching, else 0.',
      registers,
      collect() {
        this.set(readyNow() ? 1 : 0);
      },
    }),
    modelInfo: new Gauge({
      name: 'emostream_model_info',
      help: 'The model in use and the engine that runs it; always 1.',
      labelNames: ['model', 'engine'],
      registers,
    }),
  };
}

function driftGauge(name: string, help: string, read: () => DriftReading[], registers: Registry[]) {
  return new Gauge({
    name,
    help: `${help} NaN while there is too little to tell.`,
    labelNames: ['window', 'baseline'],
    registers,
    collect() {
      // The baseline may be another one than at the last scrape.
      this.reset();
      for (const { window, baseline, index } of read()) this.set({ window, baseline }, index);
    },
  });
}
