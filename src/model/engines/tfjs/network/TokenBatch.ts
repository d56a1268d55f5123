import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { Tf } from '../tensorflow/Tensorflow';
import { paddingOf, type Padding } from './Padding';

/** Token ids of a batch, one sequence after the other, without padding; only attention pads them to one length. */
export interface TokenBatch {
  size: number;
  /** Tokens that each sequence has, or is padded to in attention. */
  length: number;
  /** int32 [tokens]: rows of the word embeddings. */
  ids: Tensor1D;
  /** int32 [tokens]: places in their sequences, rows of the position embeddings. */
  positions: Tensor1D;
  /** int32 [size]: the row of each sequence's first token. */
  firstTokens: Tensor1D;
  /** Undefined where all sequences have one length. */
  padding: Padding | undefined;
}

/**
 * @param sequences token ids, special tokens included
 * @param length that attention pads to; the longest sequence's by default
 */
export function tokenBatch(
  tf: Tf,
  sequences: readonly Int32Array[],
  length: number = Math.max(...sequences.map((sequence) => sequence.length)),
): TokenBatch {
  const lengths = sequences.map((sequence) => sequence.length);
  const tokens = lengths.reduce((sum, count) => sum + count, 0);
  const ids = new Int32Array(tokens);
  const positions = new Int32Array(tokens);
  const firstTokens = new Int32Array(sequences.length);
  let start = 0;
  sequences.forEach((sequence, row) => {
    firstTokens[row] = start;
    ids.set(sequence, start);
    for (let place = 0; place < sequence.length; place++) positions[start + place] = place;
    start += sequence.length;
  });
  return {
    size: sequences.length,
    length,
    ids: tf.tensor1d(ids, 'int32'),
    positions: tf.tensor1d(positions, 'int32'),
    firstTokens: tf.tensor1d(firstTokens, 'int32'),
    padding: tokens < sequences.length * length ? paddingOf(tf, lengths, length) : undefined,
  };
}
