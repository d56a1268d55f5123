import { playDemo } from '../../app/demo/playDemo';
import { taggerOptions } from '../../config/optionGroups';
import { createLogger } from '../../observability/logger';
import { defineCommand } from '../Command';
import { DemoView } from '../views/DemoView';
import { clearProgress, progressLine } from '../views/progressLine';

export const demo = defineCommand({
  name: 'demo',
  summary:
    'everything at once (npm start): Kafka, a broadcast played live, the tagger, the live page, /metrics',
  details: `
Starts the embedded Kafka (or uses the cluster of --brokers), plays a transcript into it as if it were spoken now, tags
it and shows each label as it is read back from the emotions topic: as a table on a terminal, as JSON lines in a pipe.
--once ends with the captions and prints a summary; without it the tagger goes on until it is told to stop.`,
  operands: { pattern: '[file]', help: 'transcript to play instead of the sample broadcast' },
  options: [...taggerOptions, 'pace', 'once', 'json'],
  run: async (context, options, [file]) => {
    const { stdin, stdout, stderr, signal } = context;
    const view = new DemoView(stdout, options.json);
    const { summary, complete } = await playDemo(file, options, {
      stdin,
      signal,
      logger: createLogger({ level: 'warn' }),
      onProgress: progressLine(context),
      onStart: ({ url, brokers, segmentsTopic }) => {
        clearProgress(context);
        const page = options.page ? `live page at ${url}/, ` : '';
        const end = options.once ? 'ends with the captions' : 'stop with Ctrl-C';
        stderr.write(
          `tagging ${segmentsTopic} on ${brokers.join(',')}, ${page}metrics at ${url}/metrics; ${end}\n`,
        );
      },
      onLabel: (label, so) => view.show(label, so),
    });
    view.end(summary);
    return options.once && !complete ? 130 : 0;
  },
});
