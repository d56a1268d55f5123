import { EmostreamError } from '../../common/errors';

/** Precision, recall and F1, each 0 to 1. */
export interface Averages {
  precision: number;
  recall: number;
  f1: number;
}

export interface ClassScores extends Averages {
  /** Gold rows of the class. */
  support: number;
}

/** Counts of gold label (row) by predicted label (column). */
export interface Confusion {
  labels: readonly string[];
  matrix: number[][];
}

/** What scikit-learn's classification_report and confusion_matrix say. */
export interface Scores {
  /** Rows scored. */
  n: number;
  accuracy: number;
  macro: Averages;
  weighted: Averages;
  perClass: Record<string, ClassScores>;
  confusion: Confusion;
}

/** Lower and upper end. */
export type Interval = readonly [number, number];

/** Bootstrap percentile intervals, and how they were made. */
export interface Intervals {
  /** 0.95. */
  level: number;
  resamples: number;
  seed: number;
  accuracy: Interval;
  macro: Record<keyof Averages, Interval>;
  /** Null where the class occurs in too few resamples to say anything. */
  perClass: Record<string, { f1: Interval | null }>;
}

/**
 * Labels as their places in the label set.
 *
 * @throws EmostreamError `unknown_label` when one is not in the set
 */
export function labelCodes(values: readonly string[], labels: readonly string[]): Int32Array {
  const places = new Map(labels.map((label, place) => [label, place]));
  return Int32Array.from(values, (value) => {
    const place = places.get(value);
    if (place !== undefined) return place;
    throw new EmostreamError(`"${value}" is none of the labels ${labels.join(', ')}`, {
      code: 'unknown_label',
      fault: 'input',
      hint: 'Score with the labels of the model and of the data together.',
    });
  });
}

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

/**
 * @param gold the true label of each row
 * @param predicted the model's, row by row
 * @param labels every label of the model and the data, in the order of tables; one that occurs in neither counts in
 *   no average
 * @throws EmostreamError `unknown_label`; a RangeError when the lists differ in length
 */
export function score(
  gold: readonly string[],
  predicted: readonly string[],
  labels: readonly string[],
): Scores {
  const k = labels.length;
  const counts = confusionCounts(labelCodes(gold, labels), labelCodes(predicted, labels), k);
  const { n, accuracy, macro, weighted, precision, recall, f1, support } = scoreCounts(counts, k);
  const of = (values: Float64Array, label: number): number => values[label] as number;
  return {
    n,
    accuracy,
    macro,
    weighted,
    perClass: Object.fromEntries(
      labels.map((name, label) => [
        name,
        {
          precision: of(precision, label),
          recall: of(recall, label),
          f1: of(f1, label),
          support: of(support, label),
        },
      ]),
    ),
    confusion: {
      labels: [...labels],
      matrix: labels.map((_, row) => Array.from(counts.subarray(row * k, (row + 1) * k))),
    },
  };
}

/** @returns k x k counts, row by row: gold label by predicted label */
function confusionCounts(gold: Int32Array, predicted: Int32Array, k: number): Int32Array {
  if (gold.length !== predicted.length) {
    throw new RangeError(`${gold.length} gold labels and ${predicted.length} predicted ones`);
  }
  const counts = new Int32Array(k * k);
  gold.forEach((label, row) => {
    const cell = label * k + (predicted[row] as number);
    counts[cell] = (counts[cell] as number) + 1;
  });
  return counts;
}
