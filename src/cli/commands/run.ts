import pico from 'picocolors';
import { runTagger } from '../../app/runTagger';
import { taggerOptions } from '../../config/optionGroups';
import { createLogger } from '../../observability/logger';
import { defineCommand } from '../Command';
import { labelLine } from '../views/labelLine';
import { clearProgress, progressLine } from '../views/progressLine';
import { labelJsonLine } from '../views/output';

export const run = defineCommand({
  name: 'run',
  summary: 'the tagger: segments topic in, labels and dead letters out, until told to stop',
  details: `
Reads the segments topic as a member of a consumer group, labels each segment and writes it to the emotions topic, or
to the dead-letter topic with the reason. Offsets, labels and dead letters commit in one transaction. SIGTERM and
Ctrl-C finish the segments that were read, then exit with 0; a second one ends at once. Labels are also printed when
they are committed: as JSON lines with --json, as readable lines on a terminal.

With --from or --to a range of the past is labelled again, by another model for instance, and the command ends when it
is done. That never touches the group and topics of the tagger that labels live, which are those of the environment,
the configuration file and the defaults: the range has names of its own, such as
transcripts.emotions-relabel-4f0a12c9d3, made of the live name, the range and the model, and shown in the log. The same
command again goes on where it was interrupted. --group, --emotions-topic and --dead-letter-topic on the command line
choose other names.

  emostream run --from 2026-11-01T10:00 --to 2026-11-02 --model ./other
  emostream run --from 2026-11-01 --model ./other --emotions-topic emotions.other`,
  options: [...taggerOptions, 'from', 'to', 'logLevel', 'json'],
  run: async (context, options, _operands, line) => {
    const { stdout, signal } = context;
    const logger = createLogger({ level: options.logLevel });
    const print = options.json ? labelJsonLine : stdout.isTTY === true ? readableLine : undefined;
    await runTagger(options, line, {
      signal,
      logger,
      onProgress: progressLine(context),
      onStart: () => clearProgress(context),
      onLabel: (label) => {
        if (print !== undefined) stdout.write(print(label));
      },
    });
    return 0;
  },
});

function readableLine(label: Parameters<typeof labelLine>[0]): string {
  return `${labelLine(label, pico)}\n`;
}
