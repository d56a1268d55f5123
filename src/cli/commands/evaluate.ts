import { evaluateFile } from '../../app/evaluation/evaluateFile';
import { count } from '../../common/count';
import { checkReportFolder } from '../../evaluation';
import { optionGroups } from '../../config/optionGroups';
import { defineCommand } from '../Command';
import { clearProgress, countLine, progressLine } from '../views/progressLine';
import { showReport } from '../views/showReport';

export const evaluate = defineCommand({
  name: 'evaluate',
  summary: 'score a model on a labelled file, offline: report, confusion matrix, pictures',
  details: `
Labels each row of a CSV or JSON Lines file (columns text and emotion or label, found by name) and prints per class and
averaged precision, recall and F1, accuracy, the confusion matrix and bootstrap intervals; with --train also on the rows
whose video and text are not in the training file. --out writes JSON, Markdown, a page and pictures; --against compares
with such a folder label by label.`,
  operands: { pattern: '[file]', help: 'the labelled file, instead of --data' },
  options: [
    ...optionGroups.model,
    ...optionGroups.batching,
    'data',
    'train',
    'columns',
    'labelMap',
    'out',
    'against',
    'json',
  ],
  run: async (context, options, [operand]) => {
    const { stderr } = context;
    await checkReportFolder(options.out);
    const showCount = countLine(context);
    const { unanswered, ...evaluated } = await evaluateFile(operand, options, {
      onProgress: progressLine(context),
      onWarning: (line) => stderr.write(`${line}\n`),
      onRows: (done, total) => {
        showCount(`${done} of ${count(total, 'row')}`);
      },
    });
    clearProgress(context);
    if (unanswered.length > 0) {
      stderr.write(`${count(unanswered.length, 'row')} without an answer, first ${unanswered[0] ?? ''}\n`);
    }
    await showReport(evaluated, options, context);
    return 0;
  },
});
