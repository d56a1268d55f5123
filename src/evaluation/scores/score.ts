import { labelCodes } from './labelCodes';
import { scoreCounts } from './scoreCounts';
import type { Scores } from './Scores';

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
export function confusionCounts(gold: Int32Array, predicted: Int32Array, k: number): Int32Array {
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
