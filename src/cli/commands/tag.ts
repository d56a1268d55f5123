import pico from 'picocolors';
import { type Tagged, tagFiles } from '../../app/tagFiles';
import { optionGroups } from '../../config/optionGroups';
import { defineCommand } from '../Command';
import { labelLine } from '../views/labelLine';
import { clearProgress, progressLine } from '../views/progressLine';
import { warnAbout } from '../views/warnAbout';
import { jsonLine, labelJsonLine, write } from '../views/output';

export const tag = defineCommand({
  name: 'tag',
  summary: 'label files or standard input without Kafka: JSON lines out',
  details: `
Labels texts as the tagger does, without Kafka. Takes transcripts (WebVTT, SubRip, recogniser JSON), JSON Lines of
{"text": ...} and, with --lines, plain text; texts and lines are labelled one for one as given. Without files, or
for -, standard input is read as it comes. Prints readable lines on a terminal, JSON lines in a pipe or with --json.
What cannot be labelled is printed in its place as {"error": ...}, and the exit code is 1.`,
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
    const onWarnings = warnAbout(context);
    const asJson = options.json || stdout.isTTY !== true;
    const failures: string[] = [];
    const input = { files, stdin, signal, onProgress: progressLine(context), onWarnings };
    await tagFiles(input, options, async (tagged) => {
      clearProgress(context);
      const { file, item, outcome } = tagged;
      if (outcome.kind === 'deadLetter') failures.push(`${file}:${item.line}: ${outcome.message}`);
      await write(stdout, asJson ? toJson(tagged) : toText(tagged));
    });
    clearProgress(context);
    if (signal.aborted) return 130;
    if (failures.length === 0) return 0;
    stderr.write(`emostream tag: ${failures.length} not labelled, first ${failures[0] ?? ''}\n`);
    return 1;
  },
});

function toJson({ file, item, outcome }: Tagged): string {
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

function toText({ item, outcome }: Tagged): string {
  if (outcome.kind === 'label') return `${labelLine(outcome.label, pico)}\n`;
  return `${pico.red('error')}  line ${item.line}: ${outcome.message}\n`;
}
