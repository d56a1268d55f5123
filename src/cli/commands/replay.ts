import { basename } from 'node:path';
import { optionGroups, taggerOptions } from '../../config/optionGroups';
import {
  comparePredictions,
  isComplete,
  joinProblems,
  type LabelledRow,
  type Prediction,
  readReport,
  type Report,
  replayStreams,
  reportDocument,
  reportPredictions,
  type ReplaySegment,
  streamScores,
} from '../../evaluation';
import { ensureTopics } from '../../kafka/ensureTopics';
import { setGroupOffsets } from '../../kafka/setGroupOffsets';
import type { TopicNames } from '../../kafka/topicPlan';
import { createLogger } from '../../observability/logger';
import { parsePace } from '../../producers/pacing/parsePace';
import { defineCommand } from '../Command';
import { openCodecs } from '../../app/openCodecs';
import { openKafka } from '../../app/openKafka';
import { openModel } from '../../app/openModel';
import { topicNames } from '../../app/topicNames';
import { offlinePredictions } from '../../app/evaluation/offlinePredictions';
import { readRows } from '../../app/evaluation/readRows';
import { showReport } from '../views/showReport';
import { clearProgress, progressLine } from '../views/progressLine';
import { playReplay } from '../../app/replay/playReplay';
import { TaggersInProcess } from '../../app/replay/TaggersInProcess';

/** A run to set beside the replay: an earlier one, the offline evaluation, or the shadow model. */
interface OtherRun {
  name: string;
  report: Report;
  predictions: readonly Prediction[] | null;
}

export const replay = defineCommand({
  name: 'replay',
  summary: 'a labelled file through the stream, scored as if offline',
  details: `Publishes each video of a labelled file as a live stream (the gold labels stay here), reads what the tagger commits
and prints the report of evaluate, with latency, throughput and what is missing, doubled or out of order. On the
cluster of --brokers the tagger is the one that runs there; on the embedded broker, or with --with-tagger, one is
started in this process. --against RUN compares with an earlier run, --against offline with the same model without a
stream; --shadow-model runs a second model on the same replay. The exit code is 1 when an answer is missing, doubled or
out of order.`,
  operands: { pattern: '[file]', help: 'the labelled file, instead of --data' },
  options: [...taggerOptions, ...optionGroups.replay, 'language', 'pace', 'json'],
  defaults: { pace: 'max', httpPort: 0 },
  run: async (context, options, [operand]) => {
    const pace = parsePace(options.pace);
    const { file, rows, train } = await readRows(options, context, operand ?? options.data);
    const { against, shadowModel } = options;
    const earlier = against === undefined || against === 'offline' ? undefined : await readReport(against);
    const startedAt = new Date().toISOString();
    const names = topicNames(options);
    const shadowNames = shadowTopics(names);
    const codecs = openCodecs(options);
    const logger = createLogger({ level: 'warn' });
    const connection = await openKafka(options, context, logger);
    const { kafka } = connection;
    const taggers = new TaggersInProcess({ kafka, codecs, logger }, options);
    try {
      await ensureTopics(kafka, { names, partitions: options.partitions });
      const withTagger = options.withTagger ?? connection.embedded;
      const own = withTagger || against === 'offline' ? await openModel(options, context) : undefined;
      if (own && withTagger) await taggers.start(own, options.group, names);
      if (shadowModel !== undefined) {
        await ensureTopics(kafka, { names: shadowNames, partitions: options.partitions });
        const group = `${options.group}-shadow-${startedAt}`;
        await setGroupOffsets(kafka, group, names.segments, 'end');
        await taggers.start(await openModel({ ...options, model: shadowModel }, context), group, shadowNames);
      }
      clearProgress(context);

      const show = progressLine(context);
      const played = playReplay(
        {
          kafka,
          codecs,
          rows,
          streams: streamsOfRun(rows, options.language, startedAt),
          taggers: shadowModel === undefined ? [names] : [names, shadowNames],
          pace,
          idleMs: options.idleSeconds * 1000,
          lateMs: options.lateSeconds === undefined ? undefined : options.lateSeconds * 1000,
          onProgress: (answered, expected) => {
            if (context.stderr.isTTY === true) show(`${answered} of ${expected} answers`);
          },
        },
        context.signal,
      );
      const [join, shadow] = await taggers.during(played);
      clearProgress(context);

      const labels = own?.classifier.labels ?? [];
      const score = (predictions: readonly Prediction[]): Report =>
        reportPredictions(predictions, { rows, labels, train });
      const stream = streamScores(join);
      const report = reportPredictions(join.predictions, { rows, labels, train, stream });
      const others: OtherRun[] = earlier ? [earlier] : [];
      if (own && against === 'offline') {
        const { predictions } = await offlinePredictions(rows, own, options, context);
        others.push({ name: 'offline', predictions, report: score(predictions) });
      }
      if (shadow) {
        const { predictions } = shadow;
        others.push({ name: shadowModel ?? 'shadow', predictions, report: score(predictions) });
      }
      const compared = others.find(({ predictions }) => predictions !== null);
      const document = reportDocument({
        title: `Replay of ${basename(file)}`,
        name: 'stream',
        facts: [
          ['Data', file],
          ['Brokers', connection.brokers.join(', ')],
          ['Pace', options.pace],
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
      await showReport({ report, predictions: join.predictions, document }, options, context);
      return isComplete(stream) && (!shadow || isComplete(streamScores(shadow))) ? 0 : 1;
    } finally {
      await taggers.close();
      await connection.close();
    }
  },
});

/** The rows as streams whose ids are this run's alone, so that an earlier replay's answers are not taken for its. */
function streamsOfRun(
  rows: readonly LabelledRow[],
  language: string | undefined,
  run: string,
): ReplaySegment[][] {
  return replayStreams(rows, language).map((stream) =>
    stream.map((segment) => ({ ...segment, streamId: `${segment.streamId}@${run}` })),
  );
}

function shadowTopics(names: TopicNames): TopicNames {
  return { ...names, labels: `${names.labels}.shadow`, deadLetters: `${names.deadLetters}.shadow` };
}
