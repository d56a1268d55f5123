import { leakFreeMask } from '../data/leakFree';
import type { LabelledRow } from '../data/LabelledRow';
import { inLabelOrder } from '../../common/labelOrder';
import { buildReport } from './buildReport';
import type { Prediction } from './Prediction';
import type { Report, StreamScores } from './Report';

export interface ReportPredictionsOptions {
  /** The rows that were to be answered. */
  rows: readonly LabelledRow[];
  /** Labels of the model; those of the data are added. */
  labels: readonly string[];
  /** What the model was trained on, for the part of the report that is free of it. */
  train?: readonly LabelledRow[] | undefined;
  seed?: number;
  resamples?: number;
  stream?: StreamScores | undefined;
}

/**
 * The report of an evaluation or a replay: rows are scored in the order of the file whatever order they were answered
 * in, so that a stream's report equals the offline one to the last digit.
 *
 * @param predictions of some or all of the rows, in any order, one a row
 * @throws EmostreamError `nothing_to_score`
 */
export function reportPredictions(
  predictions: readonly Prediction[],
  options: ReportPredictionsOptions,
): Report {
  const { rows, labels, train, ...rest } = options;
  const byId = new Map(predictions.map((prediction) => [prediction.id, prediction]));
  const answered = rows.filter((row) => byId.has(row.id));
  const predicted = answered.map((row) => (byId.get(row.id) as Prediction).predicted);
  return buildReport({
    ...rest,
    gold: answered.map((row) => row.label),
    predicted,
    labels: inLabelOrder([...labels, ...rows.map((row) => row.label), ...predicted]),
    ...(train !== undefined && { leakFree: leakFreeMask(answered, train) }),
  });
}
