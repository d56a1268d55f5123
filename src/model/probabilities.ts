/**
 * Probabilities of one sequence.
 *
 * @param logits float32 [classes]
 * @returns float32 [classes], summing to 1; NaN where a logit is NaN or infinitely large
 */
export function softmax(logits: Float32Array): Float32Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return Float32Array.from(exponentials, (value) => value / sum);
}

/**
 * Whether an answer of a classifier can be used: it has values, and all of them are finite. Sound weights can still
 * overflow on one text; that text has no label, and the others are as good as ever.
 */
export function isFiniteAnswer(probabilities: Float32Array): boolean {
  return probabilities.length > 0 && probabilities.every(Number.isFinite);
}

/** Place of the largest value; the first of equal ones. -1 where there is none. */
export function indexOfLargest(values: Float32Array): number {
  let best = -1;
  values.forEach((value, index) => {
    if (value > (values[best] ?? -Infinity)) best = index;
  });
  return best;
}
