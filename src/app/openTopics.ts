import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import type { TopicDescription, TopicReport } from '../kafka/TopicDescription';
import { type KafkaCaller, openKafka } from './openKafka';
import { topicNames } from './topicNames';

export type TopicFlags = Pick<OptionValues, (typeof optionGroups)['kafka' | 'topics'][number]>;

/**
 * Creates those of the three topics that are missing, and describes all three.
 *
 * @throws EmostreamError those of `openKafka` and `KafkaCluster`
 */
export async function openTopics(
  flags: TopicFlags,
  caller: KafkaCaller,
): Promise<{ reports: TopicReport[]; described: TopicDescription[] }> {
  const connection = await openKafka(flags, caller);
  try {
    const names = topicNames(flags);
    const reports = await connection.kafka.ensureTopics({ names, partitions: flags.partitions });
    const topics = [names.segments, names.labels, names.deadLetters];
    return { reports, described: await connection.kafka.describeTopics(topics) };
  } finally {
    await connection.close();
  }
}
