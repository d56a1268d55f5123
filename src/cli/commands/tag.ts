import pico from 'picocolors';
import { optionGroups } from '../../config/optionGroups';
import type { Labeller } from '../../consumers/Labeller';
import { mapInOrder } from '../../consumers/mapInOrder';
import type { Outcome } from '../../consumers/Outcome';
import type { TextItem } from '../../producers/texts/TextItem';
import { defineCommand } from '../Command';
import { openLabeller } from '../../app/openLabeller';
import { openModel } from '../../app/openModel';
import { labelItems } from '../../app/input/labelItems';
import { stdinName } from '../../app/input/readInput';
import { segmentOptions } from '../../app/input/segmentOptions';
import { jsonLine, labelJsonLine } from '../views/jsonLine';
import { labelLine } from '../views/labelLine';
import { clearProgress } from '../views/progressLine';
import { warnAbout } from '../views/warn';
import { write } from '../views/write';

/** Segments read ahead: some batches, so that the engine never waits for the file. */
const inFlight = 512;

interface Answer {
  item: TextItem;
  outcome: Outcome;
}

export const tag = defineCommand({
  name: 'tag',
  summary: 'label files or standard input without Kafka: JSON lines out',
  details: `The same pipeline as the tagger, without Kafka. Takes transcripts (WebVTT, SubRip, recogniser JSON), JSON Lines of
{"text": ...} and, with --lines, plain text; texts and lines are labelled one for one as given. Without files, or
for -, standard input is read. Prints readable lines on a terminal, JSON lines in a pipe or with --json. What cannot
be labelled is printed in its place as {"error": ...}, and the exit code is 1.`,
  operands: { pattern: '[file...]', help: 'transcripts, JSON Lines or plain text' },
  options: [
    ...optionGroups.model,
    ...optionGroups.batching,
    ...optionGroups.segmenting,
    'stream',
    'lines',
    'json',
  ],
  run: async (context, options, files) => {
    const { stdin, stdout, stderr, signal } = context;
    const model = await openModel(options, context);
    clearProgress(context);
    const labeller = openLabeller(model, options);
    const asJson = options.json || stdout.isTTY !== true;
    const failures: string[] = [];
    try {
      for (const file of files.length > 0 ? files : [stdinName]) {
        const items = labelItems(file, stdin, {
          lines: options.lines,
          read: {
            ...segmentOptions(options),
            ...(options.stream !== undefined && { streamId: options.stream }),
          },
          onWarnings: (warnings) => warnAbout(file, warnings, context),
        });
        const answers = mapInOrder(items, (item) => answer(item, labeller), inFlight);
        for await (const { item, outcome } of answers) {
          if (signal.aborted) return 130;
          if (outcome.kind === 'deadLetter') failures.push(`${file}:${item.line}: ${outcome.message}`);
          await write(stdout, asJson ? toJson(file, item, outcome) : toText(item, outcome));
        }
      }
    } finally {
      labeller.close();
      await model.classifier.close();
    }
    if (failures.length === 0) return 0;
    stderr.write(`emostream tag: ${failures.length} not labelled, first ${failures[0] ?? ''}\n`);
    return 1;
  },
});

async function answer(item: TextItem, labeller: Labeller): Promise<Answer> {
  if (item.kind === 'segment') return { item, outcome: await labeller.label(item.segment) };
  return { item, outcome: { kind: 'deadLetter', reason: 'invalid_segment', message: item.message } };
}

function toJson(file: string, item: TextItem, outcome: Outcome): string {
  if (outcome.kind === 'label') return labelJsonLine(outcome.label);
  const { reason, message } = outcome;
  const { segmentId, streamId, sequence, text } =
    item.kind === 'segment' ? item.segment : ({} as Record<string, undefined>);
  // An over-long text is the reason, not something to repeat.
  const shown = reason === 'text_too_long' ? undefined : text;
  return jsonLine({
    segmentId,
    streamId,
    sequence,
    text: shown,
    error: { code: reason, message, file, line: item.line },
  });
}

function toText(item: TextItem, outcome: Outcome): string {
  if (outcome.kind === 'label') return `${labelLine(outcome.label, pico)}\n`;
  return `${pico.red('error')}  line ${item.line}: ${outcome.message}\n`;
}
