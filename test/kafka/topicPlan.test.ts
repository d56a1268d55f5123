import {
  defaultTopicNames,
  largestDeadLetterBatch,
  largestSegmentBatch,
  planTopics,
  topicDifferences,
} from '../../src/kafka/topicPlan';

test('three topics, one copy on one broker', () => {
  const plans = planTopics({ brokers: 1 });
  expect(
    plans.map(({ topic, partitions, replicationFactor }) => [topic, partitions, replicationFactor]),
  ).toEqual([
    ['transcripts.segments', 4, 1],
    ['transcripts.emotions', 4, 1],
    ['transcripts.dead-letter', 4, 1],
  ]);
  expect(plans.map(({ config }) => Number(config['retention.ms']) / 86_400_000)).toEqual([7, 30, 30]);
});

test.each([
  [1, 1, '1'],
  [2, 2, '1'],
  [3, 3, '2'],
  [9, 3, '2'],
])('%i brokers: %i copies, of which %s must be in sync', (brokers, copies, inSync) => {
  for (const plan of planTopics({ brokers })) {
    expect(plan.replicationFactor).toBe(copies);
    expect(plan.config['min.insync.replicas']).toBe(inSync);
  }
});

test('a dead letter has room for any record of the segments topic', () => {
  expect(largestDeadLetterBatch).toBeGreaterThan(2 * largestSegmentBatch);
});

test('names and partitions can be chosen', () => {
  const names = { ...defaultTopicNames, labels: 'emociones' };
  expect(planTopics({ brokers: 1, names, partitions: 12 })[1]).toMatchObject({
    topic: 'emociones',
    partitions: 12,
  });
});

describe('differences', () => {
  const [plan] = planTopics({ brokers: 3 });
  if (plan === undefined) throw new Error('no plan');

  test('none where all is as planned, or more', () => {
    expect(topicDifferences(plan, plan)).toEqual([]);
    expect(topicDifferences(plan, { ...plan, partitions: 8, replicationFactor: 4 })).toEqual([]);
  });

  test('each thing that is less or other', () => {
    const config = { ...plan.config, 'retention.ms': '3600000' };
    expect(topicDifferences(plan, { partitions: 2, replicationFactor: 1, config })).toEqual([
      'partitions are 2, emostream would set 4',
      'replication factor is 1, emostream would set 3',
      'retention.ms is 3600000, emostream would set 604800000',
    ]);
  });

  test('a setting that the broker does not tell is no difference', () => {
    expect(topicDifferences(plan, { ...plan, config: {} })).toEqual([]);
  });
});
