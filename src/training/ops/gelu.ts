import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../backend/Tensorflow';

/**
 * GELU in its exact form, x Φ(x) with Φ the normal distribution (Hendrycks and Gimpel, 2016; PyTorch's default).
 *
 * Its gradient Φ(x) + x φ(x) is given by hand and keeps Φ of the forward pass: of the chain of products and erf the
 * tape would keep and revisit every link.
 */
export function gelu(tf: Tf, x: Tensor): Tensor {
  const operation = tf.customGrad((input, save) => {
    const values = input as Tensor;
    const keep = save as GradSaveFunc;
    const cumulative = tf.add(tf.mul(tf.erf(tf.mul(values, Math.SQRT1_2)), 0.5), 0.5);
    keep([values, cumulative]);
    return {
      value: tf.mul(values, cumulative),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [x, cumulative] = saved as [Tensor, Tensor];
        const density = tf.exp(tf.mul(tf.square(x), -0.5));
        const slope = tf.add(tf.mul(tf.mul(x, density), 1 / Math.sqrt(2 * Math.PI)), cumulative);
        return tf.mul(dy, slope);
      },
    };
  });
  return operation(x);
}
