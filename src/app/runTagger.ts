import type { Logger } from '../common/Logger';
import type { ModelIdentity } from '../common/ModelIdentity';
import type { taggerOptions } from '../config/optionGroups';
import type { OptionName, OptionValues } from '../config/options';
import type { CommandLine } from '../config/resolveOptions';
import type { TaggerObserver } from '../consumers/TaggerObserver';
import type { EmotionLabel } from '../records/EmotionLabel';
import { checkRangeNames, namesOfRange, openRange, rangeOf, type WrittenNames } from './labelAgain';
import { openCodecs } from './openCodecs';
import { type KafkaCaller, openKafka } from './openKafka';
import { openModel } from './openModel';
import { type RunningTagger, startTagger } from './startTagger';
import { topicNames } from './topicNames';

export type RunFlags = Pick<OptionValues, (typeof taggerOptions)[number] | 'from' | 'to'>;

export interface TaggerCaller extends KafkaCaller {
  logger: Logger;
  /** What takes long is done; the tagger starts. */
  onStart?: () => void;
  observer: TaggerObserver;
}

export interface OpenTagger extends RunningTagger {
  brokers: string[];
  model: ModelIdentity;
  /** What runs the model, such as `onnx-cpu-int8`. */
  engine: string;
  /** What it writes under, where it labels a range again. */
  names: WrittenNames | undefined;
}

/**
 * Connects to Kafka, loads the model, creates the topics where they are missing, and starts a tagger. When it has
 * finished all of it is closed again.
 *
 * @param line what stands on the command line: a range is never written over what the live tagger wrote
 * @throws EmostreamError `relabel_in_place`, and those of what it opens
 */
export async function openTagger(
  flags: RunFlags,
  line: CommandLine<OptionName & keyof RunFlags>,
  caller: TaggerCaller,
): Promise<OpenTagger> {
  const { logger, signal, onProgress, observer } = caller;
  // Refused before Kafka is asked.
  topicNames(flags);
  const range = rangeOf(flags);
  if (range !== undefined) checkRangeNames(flags, line);
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    const close = closers.pop();
    if (close !== undefined) await close().finally(closeAll);
  };
  try {
    const connection = await openKafka(flags, caller);
    closers.push(() => connection.close());
    const { kafka, brokers } = connection;
    const model = await openModel(flags, onProgress);
    const { classifier } = model;
    closers.push(() => classifier.close());
    const about = { segmentsTopic: flags.segmentsTopic, model: classifier.model };
    const names = range && namesOfRange(flags, line.given, { ...range, ...about });
    const options = { ...flags, ...names };
    caller.onStart?.();
    const reports = await kafka.ensureTopics({ names: topicNames(options), partitions: options.partitions });
    for (const { topic, status, differences } of reports)
      logger.debug({ topic, status, differences }, 'topic');
    const until = range && (await openRange(kafka, range, options));
    const parts = { kafka, codecs: openCodecs(options), model, logger, until, observer };
    const { url, consuming, finished } = await startTagger(parts, options, signal);
    const { model: identity, engine } = classifier;
    return { url, consuming, finished: finished.finally(closeAll), brokers, model: identity, engine, names };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

export interface RunCaller extends Omit<TaggerCaller, 'observer'> {
  /** A label is committed. */
  onLabel: (label: EmotionLabel) => void;
}

/**
 * Runs a tagger until the signal aborts, or until the range of --from and --to is labelled.
 *
 * @throws EmostreamError those of `openTagger`
 */
export async function runTagger(
  flags: RunFlags,
  line: CommandLine<OptionName & keyof RunFlags>,
  { onLabel, ...caller }: RunCaller,
): Promise<void> {
  const written = { labels: 0, deadLetters: 0 };
  const observer: TaggerObserver = {
    committed: (slice) => {
      for (const { outcome } of slice) {
        if (outcome.kind === 'label') onLabel(outcome.label);
        written[outcome.kind === 'label' ? 'labels' : 'deadLetters'] += 1;
      }
    },
  };
  const tagger = await openTagger(flags, line, { ...caller, observer });
  const { brokers, model, engine, names, url } = tagger;
  const page = flags.page && { page: `${url}/` };
  const range = names && { from: timeOr(flags.from, 'beginning'), to: timeOr(flags.to, 'now') };
  const topic = flags.segmentsTopic;
  const what = names === undefined ? `tagging ${topic}` : `labelling a past range of ${topic} again`;
  caller.logger.info(
    { brokers, model, engine, ...names, ...range, ...page, metrics: `${url}/metrics` },
    what,
  );
  await tagger.finished;
  const isDone = names !== undefined && !caller.signal.aborted;
  caller.logger.info(written, isDone ? 'the range is labelled' : 'stopped');
}

function timeOr(unixMs: number | undefined, none: string): string {
  return unixMs === undefined ? none : new Date(unixMs).toISOString();
}
