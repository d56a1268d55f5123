import type { ModelIdentity } from '../common/ModelIdentity';

/**
 * A sequence classifier whose weights are loaded once and stay on the device.
 *
 * A sequence's probabilities depend on that sequence alone: the same token ids give the same probabilities
 * (within 1e-5) in any batch and at any place in it.
 */
export interface Classifier {
  readonly model: ModelIdentity;
  /** What runs it, for metrics and logs: `onnx-cpu-int8`, `onnx-cpu-float32`, `tfjs-gpu`, ... */
  readonly engine: string;
  /** Class names in the order of the model's outputs. */
  readonly labels: readonly string[];
  /** Longest sequence accepted, special tokens included. */
  readonly maxTokens: number;

  /** Tokens that are computed for a sequence of that length: its padding included, for metrics. */
  paddedLength(tokens: number): number;

  /**
   * @param sequences token ids of each text with its special tokens, unpadded; any lengths from 1 to maxTokens
   * @returns for each sequence, in order, the probability of each label (softmax of the logits), float32. A sequence on
   *   which the weights overflow has NaN instead: ask `isFiniteAnswer` (probabilities.ts) before an answer is used.
   *   Only that sequence is affected; the engine has not failed
   * @throws EmostreamError `engine_failed` when the engine fails or is closed, `bad_sequence` for a length out of range
   */
  classify(sequences: readonly Int32Array[]): Promise<Float32Array[]>;

  /** Frees the device. Idempotent; work under way is finished first. */
  close(): Promise<void>;
}
