import type { Tensor } from '@tensorflow/tfjs-core';
import type { AdamSlot, AdamStep, AdamUpdate } from './AdamSlot';

/** Rows that were normalized, and what their gradient is computed from. */
export interface NormalizedRows {
  normalized: Tensor;
  saved: Tensor[];
}

/** The parts of training that a backend can do better than by a chain of TensorFlow.js's operations. */
export interface Kernels<Slot extends AdamSlot = AdamSlot> {
  /**
   * Uniform numbers in [0, 1) that follow from the key alone: a resumed run draws what it would have drawn.
   *
   * @param key two integers of 32 bits
   */
  uniform(shape: readonly number[], key: readonly [number, number]): Tensor;

  /** Σ x² of each tensor's elements: one number a tensor. */
  squaredSums(tensors: readonly Tensor[]): Float32Array;

  /** Sum over the rows, [rows, width] to [width]. */
  columnSums(rows: Tensor): Tensor;

  /** a b of two matrices, each transposed first where asked for. */
  product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor;

  /**
   * (x - mean) / √(variance + epsilon) of each row.
   *
   * @param rows [rows, width]
   */
  normalizeRows(rows: Tensor, epsilon: number): NormalizedRows;

  /** Gradient of `normalizeRows` in its rows, from that in its result. */
  normalizeRowsGradient(dy: Tensor, of: NormalizedRows, epsilon: number): Tensor;

  /** A parameter under Adam; the arrays are copied, moments left out are 0. */
  adamSlot(shape: readonly number[], value: Float32Array, moments?: AdamMoments): Slot;

  /** θ ← θ - lr m̂ / (√v̂ + ε) of each, as torch.optim.Adam computes it; the moments are moved before. */
  applyAdam(updates: Iterable<AdamUpdate<Slot>>, step: AdamStep): void;
}

export interface AdamMoments {
  first: Float32Array;
  second: Float32Array;
}
