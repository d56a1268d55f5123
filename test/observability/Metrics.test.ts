import { Metrics } from '../../src/observability/Metrics';

const emotions = ['anger', 'joy', 'neutral'];

function loaded(trainingShares?: Record<string, number>): Metrics {
  const metrics = new Metrics({ deadLetterReasons: ['empty_text', 'malformed_record'], nodeMetrics: false });
  metrics.modelLoaded({ model: 'emostream-es@abc', engine: 'onnx-cpu-int8', emotions, trainingShares });
  return metrics;
}

async function lines(metrics: Metrics): Promise<string[]> {
  return (await metrics.expose()).text.split('\n');
}

test('has the names that dashboards rely on', async () => {
  const types = (await lines(loaded()))
    .filter((line) => line.startsWith('# TYPE '))
    .map((line) => line.slice(7));
  expect(types.sort()).toEqual([
    'emostream_batch_segments histogram',
    'emostream_batch_tokens histogram',
    'emostream_class_drift gauge',
    'emostream_confidence_drift gauge',
    'emostream_consumer_lag gauge',
    'emostream_consumer_lag_seconds gauge',
    'emostream_dead_letters_total counter',
    'emostream_end_to_end_seconds histogram',
    'emostream_inference_seconds histogram',
    'emostream_length_drift gauge',
    'emostream_model_info gauge',
    'emostream_padding_ratio histogram',
    'emostream_prediction_confidence histogram',
    'emostream_predictions_total counter',
    'emostream_ready gauge',
    'emostream_rebalances_total counter',
    'emostream_segments_consumed_total counter',
    'emostream_transactions_total counter',
  ]);
});

test('has every series at 0 from the start', async () => {
  expect(await lines(loaded())).toEqual(
    expect.arrayContaining([
      'emostream_predictions_total{emotion="anger"} 0',
      'emostream_predictions_total{emotion="neutral"} 0',
      'emostream_prediction_confidence_count{emotion="joy"} 0',
      'emostream_dead_letters_total{reason="malformed_record"} 0',
      'emostream_transactions_total{outcome="aborted"} 0',
      'emostream_inference_seconds_count{engine="onnx-cpu-int8"} 0',
      'emostream_segments_consumed_total 0',
      'emostream_rebalances_total 0',
      'emostream_model_info{model="emostream-es@abc",engine="onnx-cpu-int8"} 1',
    ]),
  );
});

test('counts the events', async () => {
  const metrics = loaded();
  metrics.segmentsConsumed(3);
  metrics.predicted({ emotion: 'joy', confidence: 0.92, tokens: 12 });
  metrics.predicted({ emotion: 'joy', confidence: 0.4, tokens: 8 });
  metrics.deadLettered('empty_text');
  metrics.batchRan({ segments: 3, tokens: 60, paddedTokens: 80, seconds: 0.02 });
  metrics.committed({ outcome: 'committed' });
  metrics.endToEnd(0.3);
  metrics.endToEnd(-0.001);
  metrics.rebalanced();
  expect(await lines(metrics)).toEqual(
    expect.arrayContaining([
      'emostream_segments_consumed_total 3',
      'emostream_predictions_total{emotion="joy"} 2',
      'emostream_prediction_confidence_bucket{le="0.4",emotion="joy"} 1',
      'emostream_dead_letters_total{reason="empty_text"} 1',
      'emostream_batch_segments_sum 3',
      'emostream_batch_tokens_sum 60',
      'emostream_padding_ratio_sum 0.25',
      'emostream_inference_seconds_bucket{le="0.025",engine="onnx-cpu-int8"} 1',
      'emostream_transactions_total{outcome="committed"} 1',
      'emostream_end_to_end_seconds_count 2',
      'emostream_end_to_end_seconds_sum 0.3',
      'emostream_rebalances_total 1',
    ]),
  );
});

test('exposes the lag of its own partitions only', async () => {
  const metrics = loaded();
  metrics.lag('segments', 0, 120, 4.5);
  metrics.lag('segments', 1, 0, 0);
  metrics.forgetPartition('segments', 0);
  const text = (await lines(metrics)).join('\n');
  expect(text).toContain('emostream_consumer_lag{topic="segments",partition="1"} 0');
  expect(text).toContain('emostream_consumer_lag_seconds{topic="segments",partition="1"} 0');
  expect(text).not.toContain('partition="0"');
});

test('exposes drift once there are enough predictions', async () => {
  const metrics = loaded({ anger: 1, joy: 1, neutral: 2 });
  const series = 'emostream_class_drift{window="1000",baseline="training"} ';
  expect(await lines(metrics)).toContain(`${series}Nan`);
  for (let i = 0; i < 200; i++) metrics.predicted({ emotion: 'anger', confidence: 0.9, tokens: 30 });
  const drift = (await lines(metrics)).find((line) => line.startsWith(series));
  expect(Number(drift?.split(' ')[1])).toBeGreaterThan(0.25);
});

test('without a baseline, drift is NaN', async () => {
  expect(await lines(loaded())).toEqual(
    expect.arrayContaining([
      'emostream_class_drift{window="1000",baseline="none"} Nan',
      'emostream_confidence_drift{window="1000",baseline="none"} Nan',
      'emostream_length_drift{window="10000",baseline="none"} Nan',
    ]),
  );
});

test("measures confidence and length against the model's drift baseline", async () => {
  const metrics = new Metrics({ deadLetterReasons: [], nodeMetrics: false });
  const driftBaseline = {
    confidence: { bounds: [0.5, 0.9], counts: [10, 10, 10] },
    tokens: { bounds: [10, 20], counts: [100, 100, 100] },
  };
  metrics.modelLoaded({ model: 'm', engine: 'e', emotions, driftBaseline });
  for (let i = 0; i < 300; i++)
    metrics.predicted({ emotion: 'joy', confidence: 0.95, tokens: [5, 15, 25][i % 3] as number });
  const text = await lines(metrics);
  const value = (name: string) =>
    Number(
      text.find((line) => line.startsWith(`${name}{window="1000",baseline="validation"}`))?.split(' ')[1],
    );
  expect(value('emostream_confidence_drift')).toBeGreaterThan(0.25);
  expect(value('emostream_length_drift')).toBeCloseTo(0);
});

test('a second model replaces the first', async () => {
  const metrics = loaded();
  metrics.modelLoaded({ model: 'other', engine: 'tfjs-gpu', emotions: ['fear'] });
  const info = (await lines(metrics)).filter((line) => line.startsWith('emostream_model_info{'));
  expect(info).toEqual(['emostream_model_info{model="other",engine="tfjs-gpu"} 1']);
});

test("brings Node's own metrics, and two instances do not meet", async () => {
  const [first, second] = [new Metrics({ deadLetterReasons: [] }), new Metrics({ deadLetterReasons: [] })];
  first.segmentsConsumed(7);
  expect((await lines(second)).join('\n')).toContain('nodejs_eventloop_lag_seconds');
  expect(await lines(second)).toContain('emostream_segments_consumed_total 0');
});

test('asks at each scrape whether the tagger is ready', async () => {
  let ready = false;
  const metrics = new Metrics({ deadLetterReasons: [], nodeMetrics: false, ready: () => ready });
  expect(await lines(metrics)).toContain('emostream_ready 0');
  ready = true;
  expect(await lines(metrics)).toContain('emostream_ready 1');
});
