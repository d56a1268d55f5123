import type { GradSaveFunc, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Tf } from '../tensorflow/Tensorflow';

/**
 * Where the tokens of a batch stand in its padded form. Of 8 spoken segments in a batch 4 in 10 places are padding;
 * so all but attention works on the tokens alone.
 */
export interface Padding {
  /** Rows of the padded form: sequences · length. */
  places: number;
  /** int32 [tokens]: each token's row in the padded form. */
  placeOfToken: Tensor1D;
  /** int32 [places]: the token that stands there; any at all (0) where padding is. */
  tokenOfPlace: Tensor1D;
  /** float32 [sequences, 1, 1, length], added to scores: 0 for a token, hugely negative for padding. */
  attentionBias: Tensor;
}

/** exp of it is 0 in float32, and no sum with it overflows. */
const masked = -1e30;

/** @param lengths tokens of each sequence, none above `length` */
export function paddingOf(tf: Tf, lengths: readonly number[], length: number): Padding {
  const places = lengths.length * length;
  const tokenOfPlace = new Int32Array(places);
  const bias = new Float32Array(places).fill(masked);
  const placeOfToken: number[] = [];
  lengths.forEach((tokens, row) => {
    for (let place = row * length; place < row * length + tokens; place++) {
      tokenOfPlace[place] = placeOfToken.length;
      bias[place] = 0;
      placeOfToken.push(place);
    }
  });
  return {
    places,
    placeOfToken: tf.tensor1d(placeOfToken, 'int32'),
    tokenOfPlace: tf.tensor1d(tokenOfPlace, 'int32'),
    attentionBias: tf.tensor(bias, [lengths.length, 1, 1, length]),
  };
}

/**
 * From tokens to the padded form. What stands in the padding is finite and without meaning: attention gives it no
 * weight, and so no gradient comes back from it.
 *
 * @param rows [tokens, width]
 * @returns [places, width]
 */
export function pad(tf: Tf, rows: Tensor, padding: Padding): Tensor {
  const operation = tf.customGrad((input, save) => {
    (save as GradSaveFunc)([]);
    return {
      value: tf.gather(input as Tensor, padding.tokenOfPlace),
      gradFunc: (dy: Tensor) => tf.gather(dy, padding.placeOfToken),
    };
  });
  return operation(rows);
}

/**
 * From the padded form to the tokens.
 *
 * @param rows [places, width]
 * @returns [tokens, width]
 */
export function unpad(tf: Tf, rows: Tensor, padding: Padding): Tensor {
  const { placeOfToken, places } = padding;
  const operation = tf.customGrad((input, save) => {
    (save as GradSaveFunc)([]);
    const values = input as Tensor;
    return {
      value: tf.gather(values, placeOfToken),
      gradFunc: (dy: Tensor) =>
        tf.scatterND(tf.expandDims(placeOfToken, 1), dy, [places, values.shape[1] ?? 0]),
    };
  });
  return operation(rows);
}
