import type { Averages } from './Scores';

/** Scores from confusion counts alone, by place of the label; the bootstrap computes them a thousand times. */
export interface CountScores {
  n: number;
  accuracy: number;
  macro: Averages;
  weighted: Averages;
  precision: Float64Array;
  recall: Float64Array;
  f1: Float64Array;
  support: Float64Array;
  /** Whether the class has gold or predicted rows; one that has neither has no scores. */
  present: boolean[];
}

/**
 * Scikit-learn's definitions (`precision_recall_fscore_support` with zero_division=0 and the labels that occur): a
 * quotient with nothing below the line is 0; macro averages run over the classes with gold or predicted rows,
 * weighted ones by gold rows.
 *
 * @param counts k x k, row by row: gold label by predicted label
 */
export function scoreCounts(counts: ArrayLike<number>, k: number): CountScores {
  const hits = new Float64Array(k);
  const support = new Float64Array(k);
  const predicted = new Float64Array(k);
  for (let gold = 0; gold < k; gold++) {
    for (let guess = 0; guess < k; guess++) {
      const count = counts[gold * k + guess] as number;
      support[gold] = at(support, gold) + count;
      predicted[guess] = at(predicted, guess) + count;
      if (gold === guess) hits[gold] = count;
    }
  }
  const precision = hits.map((hit, label) => ratio(hit, at(predicted, label)));
  const recall = hits.map((hit, label) => ratio(hit, at(support, label)));
  const f1 = hits.map((hit, label) => ratio(2 * hit, at(support, label) + at(predicted, label)));
  const present = Array.from(hits, (_, label) => at(support, label) + at(predicted, label) > 0);
  const n = sum(support);
  const macroWeights = Float64Array.from(present, Number);
  const averages = (weights: Float64Array): Averages => ({
    precision: mean(precision, weights),
    recall: mean(recall, weights),
    f1: mean(f1, weights),
  });
  return {
    n,
    accuracy: ratio(sum(hits), n),
    macro: averages(macroWeights),
    weighted: averages(support),
    precision,
    recall,
    f1,
    support,
    present,
  };
}

const at = (values: Float64Array, index: number): number => values[index] as number;

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

const ratio = (over: number, under: number): number => (under === 0 ? 0 : over / under);

function mean(values: Float64Array, weights: Float64Array): number {
  return ratio(sum(values.map((value, index) => value * at(weights, index))), sum(weights));
}
