import { EmostreamError } from '../../common/errors';
import { bootstrapIntervals } from '../scores/bootstrapIntervals';
import { score } from '../scores/score';
import type { Report, ScoredRows, StreamScores } from './Report';

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
