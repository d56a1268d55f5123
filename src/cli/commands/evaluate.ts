import { basename } from 'node:path';
import { count } from '../../common/count';
import { optionGroups } from '../../config/optionGroups';
import {
  comparePredictions,
  paperReports,
  readReport,
  reportDocument,
  reportPredictions,
} from '../../evaluation';
import { defineCommand } from '../Command';
import { openModel } from '../../app/openModel';
import { offlinePredictions } from '../../app/evaluation/offlinePredictions';
import { readRows } from '../../app/evaluation/readRows';
import { showReport } from '../views/showReport';
import { clearProgress, countLine, progressLine } from '../views/progressLine';

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
    'out',
    'against',
    'json',
  ],
  run: async (context, options, [operand]) => {
    const { file, rows, train } = await readRows(
      options,
      (line) => context.stderr.write(`${line}\n`),
      operand,
    );
    const against = options.against === undefined ? undefined : await readReport(options.against);
    const model = await openModel(options, progressLine(context));
    clearProgress(context);
    const { classifier } = model;
    const showCount = countLine(context);
    try {
      const { predictions, unanswered } = await offlinePredictions(rows, model, options, (done, total) =>
        showCount(`${done} of ${count(total, 'row')}`),
      );
      clearProgress(context);
      if (unanswered.length > 0) {
        const rest = count(unanswered.length, 'row');
        context.stderr.write(`${rest} without an answer, first ${unanswered[0] ?? ''}\n`);
      }
      const report = reportPredictions(predictions, { rows, labels: classifier.labels, train });
      const { name, hash } = classifier.model;
      const document = reportDocument({
        title: `${name} on ${basename(file)}`,
        name,
        facts: [
          ['Model', `${name} (${hash.slice(0, 12)})`],
          ['Engine', classifier.engine],
          ['Data', file],
        ],
        report,
        others: [...paperReports, ...(against ? [{ ...against.report, name: against.name }] : [])],
        difference: against?.predictions
          ? { against: against.name, rows: comparePredictions(against.predictions, predictions) }
          : undefined,
      });
      await showReport({ report, predictions, document }, options, context);
      return 0;
    } finally {
      await classifier.close();
    }
  },
});
