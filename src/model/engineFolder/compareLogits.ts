import { indexOfLargest, softmax } from '../probabilities';

/** How near an engine comes to the one it stands for. */
export interface Agreement {
  texts: number;
  /** Texts with the same most probable label. */
  sameLabel: number;
  /** Mean absolute difference of a probability. */
  meanDifference: number;
  /** Largest absolute difference of a probability. */
  largestDifference: number;
}

/**
 * @param expected logits float32 [classes] of each text
 * @param actual the same texts' logits by the other engine
 */
export function compareLogits(expected: readonly Float32Array[], actual: readonly Float32Array[]): Agreement {
  let sameLabel = 0;
  let largest = 0;
  let sum = 0;
  let count = 0;
  expected.forEach((logits, text) => {
    const other = actual[text] ?? new Float32Array(logits.length).fill(NaN);
    if (indexOfLargest(logits) === indexOfLargest(other)) sameLabel++;
    const probabilities = softmax(other);
    softmax(logits).forEach((probability, label) => {
      const difference = Math.abs(probability - (probabilities[label] ?? NaN));
      largest = Math.max(largest, difference);
      sum += difference;
      count++;
    });
  });
  const texts = expected.length;
  return { texts, sameLabel, meanDifference: count === 0 ? 0 : sum / count, largestDifference: largest };
}
