import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../../engines/tfjs/tensorflow/Tensorflow';

/**
 * Layer normalization of each row (Ba et al., 2016): (x - mean) / sqrt(variance + epsilon) · scale + shift.
 *
 * The gradient is given by hand: with x̂ the normalized row, dscale = Σ dy x̂, dshift = Σ dy, and dx is the gradient
 * of the normalization in dy · scale.
 *
 * @param x [rows, width]
 * @param scale [width]
 * @param shift [width]
 */
export function layerNorm(
  { tf, kernels }: Tensorflow,
  x: Tensor,
  scale: Tensor,
  shift: Tensor,
  epsilon: number,
): Tensor {
  const operation = tf.customGrad((rows, gain, offset, save) => {
    const { normalized, saved } = kernels.normalizeRows(rows as Tensor, epsilon);
    (save as GradSaveFunc)([gain as Tensor, normalized, ...saved]);
    return {
      value: tf.add(tf.mul(normalized, gain as Tensor), offset as Tensor),
      gradFunc: (dy: Tensor, kept: Tensor[]) => {
        const [gain, normalized, ...saved] = kept as [Tensor, Tensor, ...Tensor[]];
        const dx = kernels.normalizeRowsGradient(tf.mul(dy, gain), { normalized, saved }, epsilon);
        return [dx, kernels.columnSums(tf.mul(dy, normalized)), kernels.columnSums(dy)];
      },
    };
  });
  return operation(x, scale, shift);
}
