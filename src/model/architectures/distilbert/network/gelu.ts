import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../../engines/tfjs/tensorflow/Tensorflow';

/** ln(1/√π) */
const logDensity = -Math.log(Math.PI) / 2;

/**
 * GELU in its exact form, x Φ(x) with Φ the normal distribution (Hendrycks and Gimpel, 2016; PyTorch's default).
 *
 * Its gradient Φ(x) + x φ(x) is given by hand and keeps Φ of the forward pass: of the chain of products and erf the
 * tape would keep and revisit every link. With h = x/√2, Φ(x) = (1 + erf(h)) / 2 and x φ(x) = h exp(-h²) / √π.
 */
export function gelu(tf: Tf, x: Tensor): Tensor {
  const operation = tf.customGrad((input, save) => {
    const values = input as Tensor;
    const h = tf.mul(values, Math.SQRT1_2);
    const cumulative = tf.add(tf.mul(tf.erf(h), 0.5), 0.5);
    (save as GradSaveFunc)([h, cumulative]);
    return {
      value: tf.mul(values, cumulative),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [h, cumulative] = saved as [Tensor, Tensor];
        // The factor 1/√π stands in the exponent: a pass over the memory less.
        const density = tf.exp(tf.sub(logDensity, tf.square(h)));
        return tf.mul(dy, tf.add(cumulative, tf.mul(h, density)));
      },
    };
  });
  return operation(x);
}
