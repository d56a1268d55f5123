import Table from 'cli-table3';
import { optionGroups } from '../../config/optionGroups';
import { describeTopics, type TopicDescription } from '../../kafka/describeTopics';
import { ensureTopics } from '../../kafka/ensureTopics';
import { defineCommand } from '../Command';
import { openKafka } from '../../app/openKafka';
import { topicNames } from '../../app/topicNames';
import { jsonLine } from '../views/jsonLine';
import { clearProgress } from '../views/progressLine';

export const topics = defineCommand({
  name: 'topics',
  summary: 'create the topics where they are missing, and show them',
  details: `Creates the three topics with sensible partitions and retention where they are missing; what exists is never
changed, and is said where it differs. Then shows their records and how far behind each consumer group is.`,
  options: [...optionGroups.kafka, ...optionGroups.topics, 'json'],
  run: async (context, options) => {
    const connection = await openKafka(options, context);
    try {
      const names = topicNames(options);
      const reports = await ensureTopics(connection.kafka, { names, partitions: options.partitions });
      const described = await describeTopics(connection.kafka, [
        names.segments,
        names.labels,
        names.deadLetters,
      ]);
      clearProgress(context);
      if (options.json) {
        for (const topic of described) context.stdout.write(topicJson(topic));
        return 0;
      }
      for (const { topic, status, differences } of reports) {
        if (status !== 'exists') context.stderr.write(`${topic}: ${[status, ...differences].join(', ')}\n`);
      }
      context.stdout.write(`${topicTable(described)}\n`);
      return 0;
    } finally {
      await connection.close();
    }
  },
});

function recordsOf({ partitions }: TopicDescription): bigint {
  return partitions.reduce((sum, { earliest, latest }) => sum + latest - earliest, 0n);
}

function topicTable(described: readonly TopicDescription[]): string {
  const table = new Table({
    head: ['topic', 'partitions', 'offsets kept', 'retention', 'lag by group'],
    style: { head: [], border: [] },
  });
  for (const topic of described) {
    const days = Number(topic.config['retention.ms']) / 86_400_000;
    const lags = topic.groups.map(({ group, lag }) => `${group}: ${lag}`).join('\n');
    table.push([topic.topic, topic.partitions.length, String(recordsOf(topic)), `${days} d`, lags]);
  }
  return table.toString();
}

/** Offsets are 64 bits: strings, as in Kafka's own tools' JSON. */
function topicJson(topic: TopicDescription): string {
  return jsonLine(
    JSON.parse(
      JSON.stringify(topic, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
    ),
  );
}
