import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../model/engines/tfjs/tensorflow/Tensorflow';

/**
 * Loss of a batch.
 *
 * @param logits [batch, classes]
 * @param classes the right class of each row
 * @returns scalar
 */
export type Loss = (tf: Tf, logits: Tensor, classes: Int32Array) => Tensor;

/**
 * Mean of the rows' losses weighted by their class, Σ w[y] l / Σ w[y]: how PyTorch's CrossEntropyLoss(weight)
 * averages.
 *
 * @param rowLosses [batch]
 * @param weights one a class; undefined: all alike
 */
export function weightedMean(
  tf: Tf,
  rowLosses: Tensor,
  classes: Int32Array,
  weights: readonly number[] | undefined,
): Tensor {
  if (weights === undefined) return tf.mean(rowLosses);
  const ofRows = Float32Array.from(classes, (label) => weights[label] ?? NaN);
  const sum = ofRows.reduce((total, weight) => total + weight, 0);
  return tf.div(tf.sum(tf.mul(rowLosses, tf.tensor1d(ofRows))), sum);
}

/**
 * -log softmax(logits)[y] of each row.
 *
 * @returns [batch]
 */
export function negativeLogLikelihood(tf: Tf, logits: Tensor, classes: Int32Array): Tensor {
  const count = logits.shape[1] ?? 0;
  const target = tf.oneHot(tf.tensor1d(classes, 'int32'), count);
  return tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), target), -1));
}
