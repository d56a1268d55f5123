import pico from 'picocolors';
import { taggerOptions } from '../../config/optionGroups';
import { ensureTopics } from '../../kafka/ensureTopics';
import { KafkaSegmentPublisher } from '../../kafka/KafkaSegmentPublisher';
import { createLogger } from '../../observability/logger';
import { paced } from '../../producers/pacing/paced';
import { parsePace } from '../../producers/pacing/parsePace';
import { publishSegments } from '../../producers/publishSegments';
import { defineCommand } from '../Command';
import { openCodecs } from '../../app/openCodecs';
import { openKafka } from '../../app/openKafka';
import { openModel } from '../../app/openModel';
import { SegmentTopic } from '../../app/SegmentTopic';
import { startTagger } from '../../app/startTagger';
import { topicNames } from '../../app/topicNames';
import { demoStream, sampleBroadcast } from '../../app/demo/demoStream';
import { LiveView } from '../views/LiveView';
import { RunSummary } from '../../app/demo/RunSummary';
import { summaryText } from '../views/summaryText';
import { watchAnswers } from '../../app/watchAnswers';
import { jsonLine } from '../views/jsonLine';
import { clearProgress, progressLine } from '../views/progressLine';

export const demo = defineCommand({
  name: 'demo',
  summary:
    'everything at once (npm start): Kafka, a broadcast played live, the tagger, the live page, /metrics',
  details: `Starts the embedded Kafka (or uses the cluster of --brokers), plays a transcript into it as if it were spoken now,
tags it and shows each label as it is read back from the emotions topic: as a table on a terminal, as JSON lines in a
pipe. --once ends with the captions and prints a summary; without it the tagger goes on until it is told to stop.`,
  operands: { pattern: '[file]', help: 'transcript to play instead of the sample broadcast' },
  options: [...taggerOptions, 'pace', 'once', 'json'],
  run: async (context, options, [file = sampleBroadcast]) => {
    const { stdout, stderr } = context;
    const pace = parsePace(options.pace);
    const segments = await demoStream(file, new Date());
    const names = topicNames(options);
    const codecs = openCodecs(options);
    const logger = createLogger({ level: 'warn' });
    const show = progressLine(context);
    const connection = await openKafka(options, context, logger);
    try {
      await ensureTopics(connection.kafka, { names, partitions: options.partitions });
      show('loading the model');
      const model = await openModel(options, context);
      clearProgress(context);
      const over = new AbortController();
      const signal = AbortSignal.any([context.signal, over.signal]);
      try {
        const summary = new RunSummary(model.classifier.labels);
        summary.segments = segments.length;
        const view = new LiveView(stdout, options.json);
        const endWhenAnswered = (): void => {
          if (options.once && summary.complete) over.abort();
        };
        const streamId = segments[0]?.streamId ?? '';
        const answers = await watchAnswers(
          connection.kafka,
          codecs,
          names,
          (stream) => stream === streamId,
          {
            labelled: (label) => {
              summary.labelled(label, Date.now());
              view.show(label, summary.toJSON());
              endWhenAnswered();
            },
            deadLettered: () => {
              summary.deadLetters += 1;
              endWhenAnswered();
            },
          },
          signal,
        );
        const tagger = await startTagger({ kafka: connection.kafka, codecs, model, logger }, options, signal);
        stderr.write(
          `tagging ${names.segments} on ${connection.brokers.join(',')}, ` +
            `${options.page ? `live page at ${tagger.url}/, ` : ''}metrics at ${tagger.url}/metrics; ` +
            `${options.once ? 'ends with the captions' : 'stop with Ctrl-C'}\n`,
        );
        await Promise.race([tagger.consuming, tagger.finished]);
        const topic = new SegmentTopic(
          new KafkaSegmentPublisher(connection.kafka, names.segments),
          codecs.segment,
        );
        const published = publishSegments(paced([segments], { pace, signal }), topic).finally(() =>
          topic.close(),
        );
        endWhenAnswered();
        await Promise.all([published, tagger.finished, answers.finished]);
        view.end();
        stdout.write(
          options.json || stdout.isTTY !== true ? jsonLine(summary) : summaryText(summary.toJSON(), pico),
        );
        return options.once && !summary.complete ? 130 : 0;
      } finally {
        over.abort();
        await model.classifier.close();
      }
    } finally {
      await connection.close();
    }
  },
});
