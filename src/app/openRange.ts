import type { Kafka } from 'kafkajs';
import { optionTable, type OptionValues } from '../config/options';
import { EmostreamError } from '../common/errors';
import { offsetsAt, setGroupOffsets } from '../kafka/setGroupOffsets';
import { withAdmin } from '../kafka/topicAdmin';
import type { TopicOptions } from './topicNames';

export type RangeOptions = TopicOptions & Pick<OptionValues, 'from' | 'to' | 'group'>;

/**
 * Checks that history is labelled again beside what is there, not over it.
 *
 * @throws EmostreamError `relabel_in_place`
 */
export function checkRange({ from, to, group, emotionsTopic }: RangeOptions): void {
  if (from === undefined && to === undefined) return;
  const flag =
    group === optionTable.group.default
      ? '--group'
      : emotionsTopic === optionTable.emotionsTopic.default
        ? '--emotions-topic'
        : undefined;
  if (flag === undefined) return;
  throw new EmostreamError(`--from and --to label history again, and ${flag} is that of the live tagger`, {
    code: 'relabel_in_place',
    fault: 'configuration',
    hint: 'give both --group and --emotions-topic names of their own',
  });
}

/**
 * Lets the group begin at --from (a run that was interrupted goes on where it stands) and tells where it ends.
 *
 * @returns offset at which each partition ends, exclusive; undefined without a range
 */
export async function openRange(
  kafka: Kafka,
  { from, to, group, segmentsTopic }: RangeOptions,
): Promise<ReadonlyMap<number, bigint> | undefined> {
  if (from === undefined && to === undefined) return undefined;
  await setGroupOffsets(kafka, group, segmentsTopic, { timestampMs: from ?? 0 });
  const ends = await withAdmin(kafka, (admin) =>
    offsetsAt(admin, segmentsTopic, to === undefined ? 'end' : { timestampMs: to }),
  );
  return new Map(ends.map(({ partition, offset }) => [partition, BigInt(offset)]));
}
