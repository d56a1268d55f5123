import pico from 'picocolors';
import { taggerOptions } from '../../config/optionGroups';
import { ensureTopics } from '../../kafka/ensureTopics';
import { createLogger } from '../../observability/logger';
import { defineCommand } from '../Command';
import { openCodecs } from '../../app/openCodecs';
import { openKafka } from '../../app/openKafka';
import { openModel } from '../../app/openModel';
import { checkRange, openRange } from '../../app/openRange';
import { startTagger } from '../../app/startTagger';
import { topicNames } from '../../app/topicNames';
import { labelJsonLine } from '../views/jsonLine';
import { labelLine } from '../views/labelLine';
import { clearProgress } from '../views/progressLine';

export const run = defineCommand({
  name: 'run',
  summary: 'the tagger: segments topic in, labels and dead letters out, until told to stop',
  details: `Reads the segments topic as a member of a consumer group, labels each segment and writes it to the emotions
topic, or to the dead-letter topic with the reason. Offsets, labels and dead letters commit in one transaction.
With --from and --to a range of the past is labelled again, by another model for instance, in a group and to topics of
its own, and the command ends when it is done. SIGTERM and Ctrl-C finish what is in hand, then exit with 0. Labels are also printed as they are committed: as JSON
lines with --json, as readable lines on a terminal.`,
  options: [...taggerOptions, 'from', 'to', 'logLevel', 'json'],
  run: async (context, options) => {
    const { stdout, signal } = context;
    checkRange(options);
    const logger = createLogger({ level: options.logLevel });
    const connection = await openKafka(options, context, logger);
    try {
      const codecs = openCodecs(options);
      const { partitions } = options;
      const reports = await ensureTopics(connection.kafka, { names: topicNames(options), partitions });
      for (const { topic, status, differences } of reports)
        logger.debug({ topic, status, differences }, 'topic');
      const model = await openModel(options, context);
      clearProgress(context);
      try {
        const print = options.json ? labelJsonLine : stdout.isTTY === true ? readableLine : undefined;
        const { url, finished } = await startTagger(
          {
            kafka: connection.kafka,
            codecs,
            model,
            logger,
            until: await openRange(connection.kafka, options),
            onCommitted: (slice) => {
              for (const { outcome } of slice)
                if (print && outcome.kind === 'label') stdout.write(print(outcome.label));
            },
          },
          options,
          signal,
        );
        const { classifier } = model;
        const facts = {
          brokers: connection.brokers,
          model: classifier.model,
          engine: classifier.engine,
          ...(options.page && { page: `${url}/` }),
          metrics: `${url}/metrics`,
        };
        logger.info(facts, `tagging ${options.segmentsTopic}`);
        await finished;
        logger.info({}, 'stopped');
      } finally {
        await model.classifier.close();
      }
    } finally {
      await connection.close();
    }
    return 0;
  },
});

function readableLine(label: Parameters<typeof labelLine>[0]): string {
  return `${labelLine(label, pico)}\n`;
}
