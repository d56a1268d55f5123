import { limitLines, limits, query, stacked, timeSeries } from '../panels';
import { lagByPartition, of, quantile, sumRate } from '../series';

/** Latency, lag and dead letters. */
export const stream = [
  timeSeries({
    title: 'Latency',
    description: 'Time from the writing of a segment to the commit of its label.',
    unit: 's',
  })
    .span(8)
    .withTarget(query(quantile(0.5, 'emostream_end_to_end_seconds'), 'p50'))
    .withTarget(query(quantile(0.95, 'emostream_end_to_end_seconds'), 'p95'))
    .withTarget(query(quantile(0.99, 'emostream_end_to_end_seconds'), 'p99')),
  timeSeries({
    title: 'Lag in time',
    description: 'Age of the oldest segment of a partition that is not committed.',
    unit: 's',
  })
    .span(8)
    .min(0)
    .axisSoftMax(1)
    .thresholds(limits(30, 300))
    .thresholdsStyle(limitLines())
    .withTarget(
      query(`max by (topic, partition) (${of('emostream_consumer_lag_seconds')})`, '{{topic}} {{partition}}'),
    ),
  stacked({
    title: 'Lag in records',
    description: 'Segments of a partition that are not committed.',
    unit: 'short',
  })
    .span(8)
    .min(0)
    .axisSoftMax(1)
    .withTarget(query(lagByPartition, '{{topic}} {{partition}}')),
  timeSeries({
    title: 'Segments in and out',
    description:
      'Segments per second: read, labelled, dead letters. In the long run the first is the sum of the others.',
    unit: 'reqps',
  })
    .span(12)
    .withTarget(query(sumRate('emostream_segments_consumed_total'), 'read'))
    .withTarget(query(sumRate('emostream_predictions_total'), 'labelled'))
    .withTarget(query(sumRate('emostream_dead_letters_total'), 'dead letters')),
  stacked({
    title: 'Dead letters by reason',
    description: 'Records per second that could not be labelled. docs/runbook.md explains the reasons.',
    unit: 'reqps',
  })
    .span(12)
    .min(0)
    .withTarget(query(sumRate('emostream_dead_letters_total', 'reason'), '{{reason}}')),
];
