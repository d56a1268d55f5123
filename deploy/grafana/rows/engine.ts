import { query, timeSeries } from '../panels';
import { mean, quantile, sumRate } from '../series';

/** The size of the micro-batches and the speed of the model. */
export const engine = [
  timeSeries({ title: 'Inference', description: 'Time of the engine for a micro-batch.', unit: 's' })
    .span(8)
    .withTarget(query(quantile(0.5, 'emostream_inference_seconds'), 'p50'))
    .withTarget(query(quantile(0.95, 'emostream_inference_seconds'), 'p95'))
    .withTarget(query(quantile(0.99, 'emostream_inference_seconds'), 'p99')),
  timeSeries({
    title: 'Batch size',
    description:
      'Segments in a micro-batch. At --max-segments the tagger is at its limit; at 1 it waits for segments.',
    unit: 'short',
  })
    .span(8)
    .min(0)
    .withTarget(query(mean('emostream_batch_segments'), 'mean'))
    .withTarget(query(quantile(0.95, 'emostream_batch_segments'), 'p95')),
  timeSeries({
    title: 'Padding',
    description: 'Share of padding in the tokens that the engine computes.',
    unit: 'percentunit',
  })
    .span(8)
    .min(0)
    .max(1)
    .withTarget(query(mean('emostream_padding_ratio'), 'mean'))
    .withTarget(query(quantile(0.95, 'emostream_padding_ratio'), 'p95')),
  timeSeries({
    title: 'Tokens',
    description: 'Tokens per second, without padding.',
    unit: 'short',
  })
    .span(12)
    .min(0)
    .withTarget(query(sumRate('emostream_batch_tokens_sum'), 'tokens')),
  timeSeries({
    title: 'Engine busy',
    description:
      'Seconds of engine time per second, by engine. Two batches may overlap: 2 is the maximum of an instance.',
    unit: 'short',
  })
    .span(12)
    .min(0)
    .withTarget(query(sumRate('emostream_inference_seconds_sum', 'engine'), '{{engine}}')),
];
