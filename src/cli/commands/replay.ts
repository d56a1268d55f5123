import { count } from '../../common/count';
import { replayFile } from '../../app/replay/replayFile';
import { checkReportFolder } from '../../evaluation';
import { optionGroups, taggerOptions } from '../../config/optionGroups';
import { createLogger } from '../../observability/logger';
import { defineCommand } from '../Command';
import { clearProgress, countLine, progressLine } from '../views/progressLine';
import { showReport } from '../views/showReport';

export const replay = defineCommand({
  name: 'replay',
  summary: 'a labelled file through the stream, scored as if offline',
  details: `
Publishes each video of a labelled file as a live stream (the gold labels stay here), reads what the tagger commits and
prints the report of evaluate, with latency, throughput and what is missing, doubled or out of order. On the cluster of
--brokers the tagger is the one that runs there; on the embedded broker, or with --with-tagger, one is started in this
process. --against REPORT compares with an earlier report, --against offline with the same model without a stream;
--shadow-model runs a second model on the same replay. The exit code is 1 when an answer is missing, doubled or out of
order.`,
  operands: { pattern: '[file]', help: 'the labelled file, instead of --data' },
  options: [...taggerOptions, ...optionGroups.replay, 'language', 'pace', 'json'],
  defaults: { pace: 'max', httpPort: 0 },
  run: async (context, options, [operand]) => {
    const { stderr, signal } = context;
    await checkReportFolder(options.out);
    const showCount = countLine(context);
    const { complete, ...result } = await replayFile(operand, options, {
      signal,
      logger: createLogger({ level: 'warn' }),
      onProgress: progressLine(context),
      onWarning: (line) => stderr.write(`${line}\n`),
      onStart: () => clearProgress(context),
      onAnswered: (answered, expected) => showCount(`${answered} of ${count(expected, 'answer')}`),
      onOffline: (done, total) => showCount(`${done} of ${count(total, 'row')}`),
    });
    clearProgress(context);
    await showReport(result, options, context);
    return complete ? 0 : 1;
  },
});
