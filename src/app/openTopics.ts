import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import { describeTopics, type TopicDescription } from '../kafka/describeTopics';
import { ensureTopics, type TopicReport } from '../kafka/ensureTopics';
import { type KafkaCaller, openKafka } from './openKafka';
import { topicNames } from './topicNames';

export type TopicFlags = Pick<OptionValues, (typeof optionGroups)['kafka' | 'topics'][number]>;

/**
 * Creates those of the three topics that are missing, and describes all three.
 *
 * @throws EmostreamError those of `openKafka`, `ensureTopics` and `describeTopics`
 */
export async function openTopics(
  flags: TopicFlags,
  caller: KafkaCaller,
): Promise<{ reports: TopicReport[]; described: TopicDescription[] }> {
  const connection = await openKafka(flags, caller);
  try {
    const names = topicNames(flags);
    const reports = await ensureTopics(connection.kafka, { names, partitions: flags.partitions });
    const topics = [names.segments, names.labels, names.deadLetters];
    return { reports, described: await describeTopics(connection.kafka, topics) };
  } finally {
    await connection.close();
  }
}
