import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../backend/Tensorflow';

/**
 * Layer normalization of each row (Ba et al., 2016): (x - mean) / sqrt(variance + epsilon) · scale + shift.
 *
 * The gradient is given by hand. With x̂ the normalized row, g = dy · scale and r = 1 / sqrt(variance + epsilon):
 * dx = r (g - mean(g) - x̂ mean(g x̂)), dscale = Σ dy x̂, dshift = Σ dy.
 *
 * @param x [rows, width]
 * @param scale [width]
 * @param shift [width]
 */
export function layerNorm(tf: Tf, x: Tensor, scale: Tensor, shift: Tensor, epsilon: number): Tensor {
  const rowMean = (rows: Tensor) => tf.mean(rows, -1, true);
  const operation = tf.customGrad((rows, gain, offset, save) => {
    const values = rows as Tensor;
    const keep = save as GradSaveFunc;
    const centred = tf.sub(values, rowMean(values));
    const reciprocal = tf.rsqrt(tf.add(rowMean(tf.square(centred)), epsilon));
    const normalized = tf.mul(centred, reciprocal);
    keep([normalized, reciprocal, gain as Tensor]);
    return {
      value: tf.add(tf.mul(normalized, gain as Tensor), offset as Tensor),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [normalized, reciprocal, gain] = saved as [Tensor, Tensor, Tensor];
        const dNormalized = tf.mul(dy, gain);
        const along = tf.mul(normalized, rowMean(tf.mul(dNormalized, normalized)));
        const dx = tf.mul(tf.sub(tf.sub(dNormalized, rowMean(dNormalized)), along), reciprocal);
        return [dx, tf.sum(tf.mul(dy, normalized), 0), tf.sum(dy, 0)];
      },
    };
  });
  return operation(x, scale, shift);
}
