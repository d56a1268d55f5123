import { basename } from 'node:path';
import type { optionGroups, taggerOptions } from '../../config/optionGroups';
import type { OptionValues } from '../../config/options';
import {
  checkGoldLabels,
  comparePredictions,
  isComplete,
  joinProblems,
  type LabelledRow,
  type Prediction,
  readReport,
  type Report,
  reportDocument,
  reportPredictions,
  type ReplayLabel,
  type ReplaySegment,
  replayStreams,
  type SavedReport,
  streamScores,
} from '../../evaluation';
import type { Document } from '../../evaluation/render/Document';
import type { TopicNames } from '../../kafka/topicPlan';
import type { LoadedModel } from '../../model/loadModel';
import type { Logger } from '../../common/Logger';
import { parsePace } from '../../producers/pacing/parsePace';
import { offlinePredictions } from '../evaluation/offlinePredictions';
import { readRows } from '../evaluation/readRows';
import { openCodecs } from '../openCodecs';
import { type KafkaCaller, openKafka } from '../openKafka';
import { openModel } from '../openModel';
import { topicNames } from '../topicNames';
import { playReplay } from './playReplay';
import { TaggersInProcess } from './TaggersInProcess';

export type ReplayFlags = Pick<
  OptionValues,
  (typeof taggerOptions)[number] | (typeof optionGroups)['replay'][number] | 'language' | 'pace'
>;

export interface ReplayCaller extends KafkaCaller {
  logger: Logger;
  /** A row of the labelled file was left out or repaired. */
  onWarning: (line: string) => void;
  /** What takes long is done; the rows are played. */
  onStart: () => void;
  onAnswered: (answered: number, expected: number) => void;
  /** Rows labelled without a stream, for --against offline. */
  onOffline: (done: number, total: number) => void;
}

export interface ReplayResult {
  report: Report;
  predictions: readonly Prediction[];
  document: Document;
  /** Each row has one answer, in order: from the tagger, and from the shadow model where there is one. */
  complete: boolean;
}

/** A report to set beside the replay's: an earlier one, the offline evaluation, or the shadow model's. */
type OtherReport = Pick<SavedReport, 'name' | 'report' | 'predictions'>;

/**
 * Publishes the rows of a labelled file as live streams and scores what the tagger commits.
 *
 * @param file instead of --data
 * @throws EmostreamError `gold_labels_unknown`, those of `readRows` and `readReport`, of what it opens, and of a tagger
 *   or reader that gave up
 */
export async function replayFile(
  file: string | undefined,
  flags: ReplayFlags,
  caller: ReplayCaller,
  load: typeof openModel = openModel,
): Promise<ReplayResult> {
  const { logger, onProgress, signal } = caller;
  const pace = parsePace(flags.pace);
  const data = await readRows(flags, caller.onWarning, file);
  const { rows, train } = data;
  const { against, shadowModel } = flags;
  const earlier = against === undefined || against === 'offline' ? undefined : await readReport(against);
  const startedAt = new Date().toISOString();
  const names = topicNames(flags);
  const shadowNames = shadowTopics(names);
  const codecs = openCodecs(flags);
  const connection = await openKafka(flags, caller);
  const { kafka } = connection;
  const taggers = new TaggersInProcess({ kafka, codecs, logger }, flags);
  const models: LoadedModel[] = [];
  const checkLabels = (known: readonly string[], model: string) => {
    checkGoldLabels(rows, known, { file: data.file, model });
  };
  // What a tagger on the cluster can say is known with its first label.
  const mismatch = new AbortController();
  const checked = new Set<string>();
  const onLabel = ({ probabilities = {}, model }: ReplayLabel['label']): void => {
    const name = model?.name ?? 'of the tagger';
    if (checked.has(name)) return;
    checked.add(name);
    try {
      checkLabels(Object.keys(probabilities), name);
    } catch (error) {
      mismatch.abort(error);
    }
  };
  const open = async (model: string | undefined): Promise<LoadedModel> => {
    const opened = await load({ ...flags, model }, onProgress);
    models.push(opened);
    checkLabels(opened.classifier.labels, opened.classifier.model.name);
    return opened;
  };
  try {
    await kafka.ensureTopics({ names, partitions: flags.partitions });
    const withTagger = flags.withTagger ?? connection.embedded;
    const own = withTagger || against === 'offline' ? await open(flags.model) : undefined;
    if (own && withTagger) await taggers.start(own, flags.group, names);
    if (shadowModel !== undefined) {
      await kafka.ensureTopics({ names: shadowNames, partitions: flags.partitions });
      const group = `${flags.group}-shadow-${startedAt}`;
      await kafka.beginGroupAt(group, names.segments, 'end');
      await taggers.start(await open(shadowModel), group, shadowNames);
    }
    caller.onStart();
    const played = playReplay(
      {
        kafka,
        codecs,
        rows,
        streams: streamsOf(rows, flags.language, startedAt),
        taggers: shadowModel === undefined ? [names] : [names, shadowNames],
        pace,
        idleMs: flags.idleSeconds * 1000,
        lateMs: flags.lateSeconds === undefined ? undefined : flags.lateSeconds * 1000,
        onProgress: caller.onAnswered,
        onLabel,
      },
      AbortSignal.any([signal, mismatch.signal]),
    );
    const [join, shadow] = await taggers.during(played);
    mismatch.signal.throwIfAborted();

    const labels = own?.classifier.labels ?? [];
    const score = (predictions: readonly Prediction[]): Report =>
      reportPredictions(predictions, { rows, labels, train });
    const stream = streamScores(join);
    const report = reportPredictions(join.predictions, { rows, labels, train, stream });
    const others: OtherReport[] = earlier ? [earlier] : [];
    if (own && against === 'offline') {
      const { predictions } = await offlinePredictions(rows, own, flags, caller.onOffline);
      others.push({ name: 'offline', predictions, report: score(predictions) });
    }
    if (shadow) {
      const { predictions } = shadow;
      others.push({ name: shadowModel ?? 'shadow', predictions, report: score(predictions) });
    }
    const compared = others.find(({ predictions }) => predictions !== null);
    const document = reportDocument({
      title: `Replay of ${basename(data.file)}`,
      name: 'stream',
      facts: [
        ['Data', data.file],
        ['Brokers', connection.brokers.join(', ')],
        ['Pace', flags.pace],
        ['Tagger', own && withTagger ? `${own.classifier.model.name}, in this process` : 'on the cluster'],
      ],
      report,
      others: others.map((other) => ({ ...other.report, name: other.name })),
      difference: compared?.predictions
        ? { against: compared.name, rows: comparePredictions(compared.predictions, join.predictions) }
        : undefined,
      latenciesMs: join.latenciesMs,
      problems: joinProblems(join),
    });
    const complete = isComplete(stream) && (!shadow || isComplete(streamScores(shadow)));
    return { report, predictions: join.predictions, document, complete };
  } finally {
    await taggers.close();
    await Promise.all(models.map(({ classifier }) => classifier.close()));
    await connection.close();
  }
}

/** The rows as streams whose ids are this replay's alone, so that an earlier one's answers are not taken for its. */
function streamsOf(
  rows: readonly LabelledRow[],
  language: string | undefined,
  startedAt: string,
): ReplaySegment[][] {
  return replayStreams(rows, language).map((stream) =>
    stream.map((segment) => ({ ...segment, streamId: `${segment.streamId}@${startedAt}` })),
  );
}

function shadowTopics(names: TopicNames): TopicNames {
  return { ...names, labels: `${names.labels}.shadow`, deadLetters: `${names.deadLetters}.shadow` };
}
