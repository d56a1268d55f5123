import type { LabelledRow } from '../data/LabelledRow';
import type { Prediction } from './Report';

/** Label to its probability; sums to 1. */
export type Probabilities = Readonly<Record<string, number>>;

/**
 * Labels texts, in order; null for a text that has no answer (an empty one), as a stream would put it into the dead
 * letters.
 */
export type LabelTexts = (texts: readonly string[]) => Promise<readonly (Probabilities | null)[]>;

export interface OfflineOptions {
  /** Texts given to `labelTexts` at once; 64. */
  batch?: number;
  /** Told after each batch how many rows are done. */
  onProgress?: (done: number, total: number) => void;
}

export interface OfflineResult {
  /** In the order of the rows. */
  predictions: Prediction[];
  /** Ids of the rows that got no answer. */
  unanswered: string[];
}

/** Labels each row's text without a stream. */
export async function evaluateOffline(
  rows: readonly LabelledRow[],
  labelTexts: LabelTexts,
  { batch = 64, onProgress }: OfflineOptions = {},
): Promise<OfflineResult> {
  const result: OfflineResult = { predictions: [], unanswered: [] };
  for (let start = 0; start < rows.length; start += batch) {
    const chunk = rows.slice(start, start + batch);
    const answers = await labelTexts(chunk.map(({ text }) => text));
    for (const [place, row] of chunk.entries()) {
      const answer = answers[place] ?? null;
      if (answer === null) result.unanswered.push(row.id);
      else result.predictions.push(toPrediction(row, answer));
    }
    onProgress?.(start + chunk.length, rows.length);
  }
  return result;
}

function toPrediction({ id, video, label }: LabelledRow, probabilities: Probabilities): Prediction {
  const [predicted, confidence] = Object.entries(probabilities).reduce((best, next) =>
    next[1] > best[1] ? next : best,
  );
  return { id, video, gold: label, predicted, confidence };
}
