import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core';
import type { Tensorflow, Tf } from '../tensorflow/Tensorflow';

/**
 * x weightᵀ + bias, as PyTorch's Linear. The gradient of the bias is a sum over the rows.
 *
 * @param x [rows, inputs]
 * @param weight [outputs, inputs]
 * @param bias [outputs]
 * @returns [rows, outputs]
 */
export function linear({ tf, kernels }: Tensorflow, x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const operation = tf.customGrad((rows, matrix, offset, save) => {
    const inputs = [rows, matrix] as [Tensor, Tensor];
    (save as GradSaveFunc)(inputs);
    return {
      value: tf.add(kernels.product(...inputs, false, true), offset as Tensor),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [x, weight] = saved as [Tensor, Tensor];
        return [
          kernels.product(dy, weight, false, false),
          kernels.product(dy, x, true, false),
          kernels.columnSums(dy),
        ];
      },
    };
  });
  return operation(x, weight, bias);
}

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

/** Drops each element with the probability `rate` and scales the others by 1 / (1 - rate). */
export type Dropout = (x: Tensor, rate: number) => Tensor;

/** For evaluation: nothing is dropped. */
export const noDropout: Dropout = (x) => x;

/** Places of dropout in one forward pass, at most; the masks of different passes must not share a seed. */
const placesInPass = 4096;

/**
 * Dropout whose masks follow from the seed, the pass and the place in it alone: a resumed run drops the same
 * elements as one that was never stopped, with no generator state to keep.
 *
 * @param pass number of the forward pass in the run
 */
export function seededDropout({ tf, kernels }: Tensorflow, seed: number, pass: number): Dropout {
  let place = 0;
  return (x, rate) => {
    if (rate === 0) return x;
    const key = [seed, pass * placesInPass + place++] as const;
    const mask = tf.tidy(() => {
      const kept = tf.greaterEqual(kernels.uniform(x.shape, key), rate);
      return tf.mul(tf.cast(kept, 'float32'), 1 / (1 - rate));
    });
    return tf.mul(x, mask);
  };
}
