import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../backend/Tensorflow';

/** Drops each element with the probability `rate` and scales the others by 1 / (1 - rate). */
export type Dropout = (x: Tensor, rate: number) => Tensor;

/** For evaluation: nothing is dropped. */
export const noDropout: Dropout = (x) => x;

/** Places of dropout in one forward pass, at most; the masks of different passes must not share a seed. */
const placesInPass = 4096;

/**
 * Dropout whose masks follow from the seed, the pass and the place in it alone: a resumed run drops the same
 * elements as one that was never stopped, with no generator state to keep. TensorFlow's stateless (Philox)
 * generator gives the same numbers on CPU and GPU.
 *
 * @param pass number of the forward pass in the run
 */
export function seededDropout({ tf, backend }: Tensorflow, seed: number, pass: number): Dropout {
  const { TF_FLOAT, TF_INT32, TF_ATTR_TYPE } = backend.binding;
  const attributes = [
    { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'T', type: TF_ATTR_TYPE, value: TF_INT32 },
    { name: 'Tseed', type: TF_ATTR_TYPE, value: TF_INT32 },
  ];
  let place = 0;
  return (x, rate) => {
    if (rate === 0) return x;
    const key = tf.tensor1d(Int32Array.of(seed, pass * placesInPass + place++), 'int32');
    const mask = tf.tidy(() => {
      const shape = tf.tensor1d(Int32Array.from(x.shape), 'int32');
      const uniform = backend.executeSingleOutput('StatelessRandomUniform', attributes, [shape, key]);
      return tf.mul(tf.cast(tf.greaterEqual(uniform, rate), 'float32'), 1 / (1 - rate));
    });
    return tf.mul(x, mask);
  };
}
