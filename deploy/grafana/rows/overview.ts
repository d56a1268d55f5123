import { lagByPartition, deadLetterRatio, mean, of, quantile, sumRate } from '../series';
import { limits, lowLimits, query, stat } from '../panels';

/** The eight most important numbers. Their limits are those of the alerts. */
export const overview = [
  stat({
    title: 'Taggers ready',
    description: 'Instances that are in the consumer group and fetching. Red means none.',
    unit: 'short',
  })
    .thresholds(lowLimits(0.5, 1))
    .withTarget(query(`sum(${of('emostream_ready')})`, 'ready')),
  stat({ title: 'Segments labelled', description: 'Per second, all taggers together.', unit: 'reqps' })
    .decimals(1)
    .withTarget(query(sumRate('emostream_predictions_total'), 'labelled')),
  stat({
    title: 'Latency p95',
    description: 'Time from the writing of a segment to the commit of its label; 95 % are faster.',
    unit: 's',
  })
    .thresholds(limits(5, 30))
    .withTarget(query(quantile(0.95, 'emostream_end_to_end_seconds'), 'p95')),
  stat({
    title: 'Lag in time',
    description: 'Age of the oldest segment that has no label yet.',
    unit: 's',
  })
    .thresholds(limits(30, 300))
    .withTarget(query(`max(${of('emostream_consumer_lag_seconds')})`, 'oldest')),
  stat({
    title: 'Lag in records',
    description: 'Segments that are written and not committed.',
    unit: 'short',
  }).withTarget(query(`sum(${lagByPartition})`, 'records')),
  stat({
    title: 'Dead letters',
    description: 'Share of dead letters in labels and dead letters together.',
    unit: 'percentunit',
  })
    .noValue('none')
    .thresholds(limits(0.01, 0.1))
    .withTarget(query(deadLetterRatio, 'share')),
  stat({
    title: 'Confidence',
    description: 'Mean probability of the predicted emotion.',
    unit: 'percentunit',
  })
    .thresholds(lowLimits(0.5, 0.6))
    .withTarget(query(mean('emostream_prediction_confidence'), 'mean')),
  stat({
    title: 'Drift',
    description:
      'Population stability index of the predicted emotions against the training data; none before 200 segments. ' +
      'Above 0.1 look into it, above 0.25 act.',
    unit: 'short',
  })
    .decimals(2)
    .noValue('too few')
    .thresholds(limits(0.1, 0.25))
    .withTarget(query(`max(${of('emostream_class_drift')})`, 'drift')),
];
