import type { taggerOptions } from '../config/optionGroups';
import type { OptionName, OptionValues } from '../config/options';
import type { CommandLine } from '../config/resolveOptions';
import type { Logger } from '../common/Logger';
import type { EmotionLabel } from '../records/EmotionLabel';
import { checkRangeNames, namesOfRange, openRange, rangeOf } from './labelAgain';
import { openCodecs } from './openCodecs';
import { type KafkaCaller, openKafka } from './openKafka';
import { openModel } from './openModel';
import { startTagger } from './startTagger';
import { topicNames } from './topicNames';

export type RunFlags = Pick<OptionValues, (typeof taggerOptions)[number] | 'from' | 'to'>;

export interface RunCaller extends KafkaCaller {
  logger: Logger;
  /** What takes long is done; the tagger starts. */
  onStart: () => void;
  /** A label is committed. */
  onLabel: (label: EmotionLabel) => void;
}

/**
 * Runs a tagger until the signal aborts, or until the range of --from and --to is labelled.
 *
 * @param line what stands on the command line: a range is never written over what the live tagger wrote
 * @throws EmostreamError `relabel_in_place`, and those of what it opens
 */
export async function runTagger(
  flags: RunFlags,
  line: CommandLine<OptionName & keyof RunFlags>,
  caller: RunCaller,
): Promise<void> {
  const { logger, signal, onProgress, onLabel } = caller;
  const range = rangeOf(flags);
  if (range !== undefined) checkRangeNames(flags, line);
  const connection = await openKafka(flags, caller);
  try {
    const { kafka, brokers } = connection;
    const model = await openModel(flags, onProgress);
    const { classifier } = model;
    try {
      const about = { segmentsTopic: flags.segmentsTopic, model: classifier.model };
      const names = range && namesOfRange(flags, line.given, { ...range, ...about });
      const options = { ...flags, ...names };
      caller.onStart();
      const reports = await kafka.ensureTopics({
        names: topicNames(options),
        partitions: options.partitions,
      });
      for (const { topic, status, differences } of reports)
        logger.debug({ topic, status, differences }, 'topic');
      const { url, finished } = await startTagger(
        {
          kafka,
          codecs: openCodecs(options),
          model,
          logger,
          until: range && (await openRange(kafka, range, options)),
          observer: {
            committed: (slice) => {
              for (const { outcome } of slice) if (outcome.kind === 'label') onLabel(outcome.label);
            },
          },
        },
        options,
        signal,
      );
      const facts = {
        brokers,
        model: classifier.model,
        engine: classifier.engine,
        ...names,
        ...(options.page && { page: `${url}/` }),
        metrics: `${url}/metrics`,
      };
      const what = range === undefined ? 'tagging' : 'labelling a range again of';
      logger.info(facts, `${what} ${options.segmentsTopic}`);
      await finished;
      logger.info({}, 'stopped');
    } finally {
      await classifier.close();
    }
  } finally {
    await connection.close();
  }
}
