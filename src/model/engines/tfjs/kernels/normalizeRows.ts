import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../tensorflow/Tensorflow';
import type { NormalizedRows } from './Kernels';

/** `Kernels.normalizeRows` by operations that every backend has. */
export function normalizeRows(tf: Tf, rows: Tensor, epsilon: number): NormalizedRows {
  const centred = tf.sub(rows, rowMean(tf, rows));
  const reciprocal = tf.rsqrt(tf.add(rowMean(tf, tf.square(centred)), epsilon));
  return { normalized: tf.mul(centred, reciprocal), saved: [reciprocal] };
}

/** With x̂ the normalized rows and r = 1 / √(variance + epsilon): dx = r (dy - mean(dy) - x̂ mean(dy x̂)). */
export function normalizeRowsGradient(tf: Tf, dy: Tensor, { normalized, saved }: NormalizedRows): Tensor {
  const along = tf.mul(normalized, rowMean(tf, tf.mul(dy, normalized)));
  return tf.mul(tf.sub(tf.sub(dy, rowMean(tf, dy)), along), saved[0] as Tensor);
}

function rowMean(tf: Tf, rows: Tensor): Tensor {
  return tf.mean(rows, -1, true);
}
