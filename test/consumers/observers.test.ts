import { refused, type Outcome } from '../../src/consumers/Outcome';
import { healthObserver, logObserver, metricsObserver } from '../../src/consumers/observers';
import { type AnsweredRecord, observers } from '../../src/consumers/TaggerObserver';
import { CommitError } from '../../src/kafka/CommitError';
import { Health } from '../../src/observability/Health';
import { Metrics } from '../../src/observability/Metrics';
import { FakePartition } from '../support/FakeMember';

const label: Outcome = {
  kind: 'label',
  tokens: 5,
  label: {
    ...{
      segmentId: 's:0',
      streamId: 's',
      sequence: 0,
      startMs: 0,
      endMs: 1,
      emotion: 'joy',
      confidence: 0.9,
    },
    ...{ probabilities: { joy: 0.9, fear: 0.1 }, model: { name: 'fake', hash: 'f' }, text: 'secreto' },
    ...{ speaker: null, producedAt: 0, labelledAt: 0 },
  },
};

function answered(outcome: Outcome): AnsweredRecord {
  const record = {
    topic: 'segments',
    partition: 1,
    offset: 7n,
    timestamp: 0,
    key: null,
    value: null,
    headers: {},
  };
  return { record, from: new FakePartition(1, []), partition: 1, place: 0, bytes: 0, timestamp: 0, outcome };
}

const slice = [answered(label), answered(refused('empty_text', 'the text is empty'))];
const commitError = new CommitError('retry', 'segments[1]', 'away');

async function seriesOf(metrics: Metrics, name: string): Promise<string[]> {
  const { text } = await metrics.expose();
  return text.split('\n').filter((line) => line.startsWith(`emostream_${name}`));
}

function metricsWith(delivery: 'exactly-once' | 'at-least-once') {
  const metrics = new Metrics({ deadLetterReasons: ['empty_text'], nodeMetrics: false });
  return { metrics, observer: metricsObserver(metrics, { group: 'g', topic: 'segments', delivery }) };
}

describe('metricsObserver', () => {
  it('counts what was read, what became of it, and the transactions', async () => {
    const { metrics, observer } = metricsWith('exactly-once');
    observer.taken?.();
    observer.committed?.(slice);
    observer.failed?.(commitError, 500);
    observer.failed?.(new Error('the broker is away'), 500);
    expect(await seriesOf(metrics, 'segments_consumed_total')).toEqual([
      'emostream_segments_consumed_total 1',
    ]);
    expect(await seriesOf(metrics, 'predictions_total')).toEqual([
      'emostream_predictions_total{emotion="joy"} 1',
    ]);
    expect(await seriesOf(metrics, 'dead_letters_total')).toEqual([
      'emostream_dead_letters_total{reason="empty_text"} 1',
    ]);
    expect(await seriesOf(metrics, 'transactions_total')).toEqual([
      'emostream_transactions_total{outcome="committed"} 1',
      'emostream_transactions_total{outcome="aborted"} 1',
    ]);
  });

  it('counts no transactions where there are none', async () => {
    const { metrics, observer } = metricsWith('at-least-once');
    observer.committed?.(slice);
    observer.failed?.(commitError, 500);
    const counts = (await seriesOf(metrics, 'transactions_total')).map((line) => line.split(' ')[1]);
    expect(counts).toEqual(['0', '0']);
  });

  it('forgets the lag of a partition that is revoked', async () => {
    const { metrics, observer } = metricsWith('exactly-once');
    observer.lag?.(1, 5, 2);
    observer.lag?.(2, 6, 3);
    observer.revoked?.([1]);
    const lags = await seriesOf(metrics, 'consumer_lag_seconds{');
    expect(lags).toEqual([expect.stringContaining('partition="2"')]);
  });
});

test('healthObserver: ready while consuming, alive while it commits what can be read', () => {
  let now = 0;
  const health = new Health({ stallMs: 1000, now: () => now });
  const observer = healthObserver(health, 'segments');
  observer.assigned?.([1]);
  expect(health.readiness().ok).toBe(true);
  observer.lag?.(1, 5, 0);
  now = 900;
  observer.committed?.(slice);
  now = 1800;
  expect(health.liveness().ok).toBe(true);
  now = 2000;
  expect(health.liveness().ok).toBe(false);
  observer.revoked?.([1]);
  observer.failed?.(commitError, 500);
  expect(health.readiness().ok).toBe(false);
  expect(health.liveness().ok).toBe(false);
  observer.assigned?.([]);
  expect(health.liveness().ok).toBe(true);
});

test('logObserver: a line for a dead letter with its place, none for a label, and no text', () => {
  const lines: unknown[] = [];
  const write = (fields: object, message: string): void => void lines.push([fields, message]);
  const observer = logObserver({ debug: write, info: write, warn: write, error: write }, 'segments');
  observer.committed?.(slice);
  expect(lines).toEqual([
    [
      { topic: 'segments', partition: 1, offset: '7', reason: 'empty_text', traceId: undefined },
      'dead letter: the text is empty',
    ],
  ]);
});

test('observers tells each, in their order, and those that do not listen are left out', () => {
  const heard: string[] = [];
  const all = observers([{ taken: () => heard.push('first') }, {}, { taken: () => heard.push('third') }]);
  all.taken();
  all.assigned([1]);
  expect(heard).toEqual(['first', 'third']);
});
