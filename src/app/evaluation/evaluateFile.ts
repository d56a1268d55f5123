import { basename } from 'node:path';
import type { optionGroups } from '../../config/optionGroups';
import type { OptionValues } from '../../config/options';
import {
  checkGoldLabels,
  comparePredictions,
  type Document,
  paperReportsFor,
  type Prediction,
  readReport,
  type Report,
  reportDocument,
  reportPredictions,
} from '../../evaluation';
import { openModel } from '../openModel';
import { offlinePredictions } from './offlinePredictions';
import { readRows, type RowFlags } from './readRows';

export type EvaluateFlags = RowFlags &
  Pick<OptionValues, (typeof optionGroups)['model' | 'batching'][number] | 'against'>;

export interface EvaluateCaller {
  /** What takes long is done; rows are labelled now. */
  onProgress: (line: string) => void;
  onWarning: (line: string) => void;
  onRows: (done: number, total: number) => void;
}

export interface Evaluation {
  report: Report;
  predictions: readonly Prediction[];
  document: Document;
  /** Ids of the rows that got no answer. */
  unanswered: readonly string[];
}

/**
 * Scores a model on a labelled file, without a stream.
 *
 * @param operand the file, instead of --data
 * @throws EmostreamError `gold_labels_unknown`, and those of `readRows`, `readReport` and `openModel`
 */
export async function evaluateFile(
  operand: string | undefined,
  flags: EvaluateFlags,
  { onProgress, onWarning, onRows }: EvaluateCaller,
): Promise<Evaluation> {
  const { file, rows, train } = await readRows(flags, onWarning, operand);
  const against = flags.against === undefined ? undefined : await readReport(flags.against);
  const model = await openModel(flags, onProgress);
  const { classifier } = model;
  try {
    const { labels, engine } = classifier;
    const { name, hash } = classifier.model;
    checkGoldLabels(rows, labels, { file, model: name });
    const { predictions, unanswered } = await offlinePredictions(rows, model, flags, onRows);
    const report = reportPredictions(predictions, { rows, labels, train });
    const document = reportDocument({
      title: `${name} on ${basename(file)}`,
      name,
      facts: [
        ['Model', `${name} (${hash.slice(0, 12)})`],
        ['Engine', engine],
        ['Data', file],
      ],
      report,
      others: [...paperReportsFor(report), ...(against ? [{ ...against.report, name: against.name }] : [])],
      difference: against?.predictions
        ? { against: against.name, rows: comparePredictions(against.predictions, predictions) }
        : undefined,
    });
    return { report, predictions, document, unanswered };
  } finally {
    await classifier.close();
  }
}
