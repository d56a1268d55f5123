import Table from 'cli-table3';
import { openTopics } from '../../app/openTopics';
import { count } from '../../common/count';
import { optionGroups } from '../../config/optionGroups';
import type { TopicDescription } from '../../kafka/TopicDescription';
import { defineCommand } from '../Command';
import { clearProgress, progressLine } from '../views/progressLine';
import { jsonLine } from '../views/output';

const dayMs = 86_400_000;

export const topics = defineCommand({
  name: 'topics',
  summary: 'create the topics where they are missing, and show them',
  details: `
Creates those of the three topics that are missing, with retention of a week for segments and a month for labels and
dead letters. A topic that exists is never changed; where its settings are other ones, that is shown. Then shows how
many offsets each topic keeps and how far behind each consumer group is. Offsets are those of records and of
transaction markers: each committed transaction adds one marker to each partition that it wrote to.`,
  options: [...optionGroups.kafka, ...optionGroups.topics, 'json'],
  run: async (context, options) => {
    const { stdout, stderr, signal } = context;
    const { reports, described } = await openTopics(options, { signal, onProgress: progressLine(context) });
    clearProgress(context);
    if (options.json) {
      for (const topic of described) stdout.write(topicJson(topic));
      return 0;
    }
    for (const { topic, status, differences } of reports) {
      if (status === 'created') stderr.write(`${topic}: created\n`);
      if (status === 'differs') stderr.write(`${topic}: ${differences.join('; ')}; left as it is\n`);
    }
    stdout.write(`${topicTable(described)}\n`);
    return 0;
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
    const lags = topic.groups.map(({ group, lag }) => `${group}: ${lag}`).join('\n');
    const kept = String(recordsOf(topic));
    table.push([topic.topic, topic.partitions.length, kept, retention(topic.config['retention.ms']), lags]);
  }
  return table.toString();
}

/** Kafka's retention.ms; -1 keeps everything. */
function retention(ms: string | undefined): string {
  if (ms === undefined) return 'unknown';
  const days = Number(ms) / dayMs;
  return days < 0 ? 'unlimited' : count(Math.round(days * 10) / 10, 'day');
}

/** Offsets are 64 bits: strings, as in Kafka's own tools' JSON. */
function topicJson(topic: TopicDescription): string {
  return jsonLine(
    JSON.parse(
      JSON.stringify(topic, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
    ),
  );
}
