import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../../engines/tfjs/tensorflow/Tensorflow';

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
