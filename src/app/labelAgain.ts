import { createHash } from 'node:crypto';
import { flagOf, type OptionName, optionTable, type OptionValues } from '../config/options';
import type { CommandLine } from '../config/resolveOptions';
import { EmostreamError } from '../common/errors';
import type { ModelIdentity } from '../common/ModelIdentity';
import type { KafkaCluster } from '../kafka/KafkaCluster';

/** A part of the past that is labelled again, by the times at which its segments were written. */
export interface Range {
  /** Unix milliseconds; undefined: from the beginning. */
  from: number | undefined;
  /** Exclusive; undefined: until now. */
  to: number | undefined;
}

/** What a tagger writes under: its consumer group, and the topics of its labels and dead letters. */
export type WrittenNames = Pick<OptionValues, (typeof written)[number]>;

const written = ['group', 'emotionsTopic', 'deadLetterTopic'] as const satisfies readonly OptionName[];

/**
 * The range that the options ask for; undefined where they ask for none.
 *
 * @throws EmostreamError `empty_range` where it ends before it begins
 */
export function rangeOf({ from, to }: Range): Range | undefined {
  if (from !== undefined && to !== undefined && to <= from) {
    throw new EmostreamError('--to is not after --from, so that there is nothing between them', {
      code: 'empty_range',
      fault: 'configuration',
      hint: 'give a --to that is later than --from',
    });
  }
  return from === undefined && to === undefined ? undefined : { from, to };
}

/**
 * The past is labelled again beside what is there, never over it. The names that the environment, the configuration
 * file and the defaults give are those of the tagger that labels live. So a name for the range is either on the command
 * line, and another one than these, or it is made by `namesOfRange`.
 *
 * @throws EmostreamError `relabel_in_place`
 */
export function checkRangeNames(asked: WrittenNames, line: CommandLine<keyof WrittenNames>): void {
  const live = line.without();
  const taken = written.find(
    (name) => line.given.has(name) && [live[name], optionTable[name].default].includes(asked[name]),
  );
  if (taken === undefined) return;
  const flag = flagOf(taken);
  throw new EmostreamError(
    `${flag} ${asked[taken]} belongs to the live tagger; labelling again needs another name`,
    {
      code: 'relabel_in_place',
      fault: 'configuration',
      hint: `leave ${flag} out, and a name is made of the range and the model; or give another name`,
    },
  );
}

/**
 * Names for a range that the command line leaves open: `<live name>-relabel-<hash>`, the same for the same range,
 * segments topic and model, so that a run that was interrupted goes on when it is started again.
 */
export function namesOfRange(
  asked: WrittenNames,
  given: ReadonlySet<OptionName>,
  about: Range & { segmentsTopic: string; model: ModelIdentity },
): WrittenNames {
  const { segmentsTopic, from, to, model } = about;
  const identity = JSON.stringify([segmentsTopic, from ?? null, to ?? null, model.hash]);
  const suffix = `-relabel-${createHash('sha256').update(identity).digest('hex').slice(0, 10)}`;
  const named = (name: keyof WrittenNames): string =>
    given.has(name) ? asked[name] : `${asked[name]}${suffix}`;
  return {
    group: named('group'),
    emotionsTopic: named('emotionsTopic'),
    deadLetterTopic: named('deadLetterTopic'),
  };
}

/**
 * Lets the group begin at the start of the range (a run that was interrupted goes on where it stands) and tells where
 * it ends.
 *
 * @returns offset at which each partition ends, exclusive
 */
export async function openRange(
  kafka: KafkaCluster,
  { from, to }: Range,
  { group, segmentsTopic }: { group: string; segmentsTopic: string },
): Promise<ReadonlyMap<number, bigint>> {
  await kafka.beginGroupAt(group, segmentsTopic, { timestampMs: from ?? 0 });
  return kafka.offsetsAt(segmentsTopic, to === undefined ? 'end' : { timestampMs: to });
}
