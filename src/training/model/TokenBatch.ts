import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Tf } from '../backend/Tensorflow';

/** Token ids of a batch, padded at the end to one length. */
export interface TokenBatch {
  size: number;
  length: number;
  /** int32 [size · length]: rows of the word embeddings. */
  ids: Tensor1D;
  /** float32 [size, 1, 1, length]: 0 for a token, hugely negative for padding; undefined where nothing is padded. */
  attentionBias: Tensor | undefined;
}

/** exp of it is 0 in float32, and no sum with it overflows. */
const masked = -1e30;

/**
 * @param sequences token ids, special tokens included
 * @param padId any valid id: padding is masked
 * @param length to pad to; the longest sequence's by default
 */
export function tokenBatch(
  tf: Tf,
  sequences: readonly Int32Array[],
  padId: number,
  length: number = Math.max(...sequences.map((sequence) => sequence.length)),
): TokenBatch {
  const size = sequences.length;
  const ids = new Int32Array(size * length).fill(padId);
  const bias = new Float32Array(size * length).fill(masked);
  sequences.forEach((sequence, row) => {
    ids.set(sequence, row * length);
    bias.fill(0, row * length, row * length + sequence.length);
  });
  const padded = sequences.some((sequence) => sequence.length < length);
  return {
    size,
    length,
    ids: tf.tensor1d(ids, 'int32'),
    attentionBias: padded ? tf.tensor(bias, [size, 1, 1, length]) : undefined,
  };
}
