import { EmostreamError } from '../../common/errors';
import { inLabelOrder } from '../../common/labelOrder';
import { type LabelledRow, leakFreeMask } from '../data/LabelledRow';
import { bootstrapIntervals } from '../scores/bootstrap';
import { score } from '../scores/score';
import type { Prediction, Report, ScoredRows, StreamScores } from './Report';

export interface ReportInput {
  /** The true label of each row. */
  gold: readonly string[];
  /** The model's, row by row. */
  predicted: readonly string[];
  /** Every label of the model and the data, in the order of tables. */
  labels: readonly string[];
  /** For each row whether it is clean of the training data (`leakFreeMask`); absent where that is not known. */
  leakFree?: readonly boolean[] | undefined;
  /** Of the bootstrap; 1. */
  seed?: number;
  resamples?: number;
  stream?: StreamScores | undefined;
}

/**
 * The one report of `evaluate`, `replay` and `train`.
 *
 * @throws EmostreamError `nothing_to_score` without rows, `unknown_label`
 */
export function buildReport(input: ReportInput): Report {
  if (input.gold.length === 0) {
    throw new EmostreamError('there is no answered row to score', {
      code: 'nothing_to_score',
      fault: 'input',
      hint: 'Give a labelled file with texts; for a replay, see that the tagger runs and reads the same topic.',
    });
  }
  const all = input.gold.map(() => true);
  const clean = input.leakFree?.includes(true) ? input.leakFree : undefined;
  return {
    ...scoreRows(input, all),
    leakFree: clean === undefined ? null : scoreRows(input, clean),
    ...(input.stream !== undefined && { stream: input.stream }),
  };
}

function scoreRows(
  { gold, predicted, labels, seed = 1, resamples }: ReportInput,
  chosen: readonly boolean[],
): ScoredRows {
  const goldHere = gold.filter((_, row) => chosen[row]);
  const predictedHere = predicted.filter((_, row) => chosen[row]);
  return {
    ...score(goldHere, predictedHere, labels),
    intervals: bootstrapIntervals(goldHere, predictedHere, labels, {
      seed,
      ...(resamples !== undefined && { resamples }),
    }),
  };
}

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
