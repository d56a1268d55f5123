import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../tensorflow/Tensorflow';
import type { AdamStep, AdamUpdate } from './AdamSlot';
import type { AdamMoments, Kernels, NormalizedRows } from './Kernels';
import { philoxUniform } from './philox';
import { PortableAdamSlot } from './PortableAdamSlot';

/** Operations that every backend of TensorFlow.js has, chosen by what is fast on WebAssembly. */
export class PortableKernels implements Kernels<PortableAdamSlot> {
  readonly #tf: Tf;
  constructor(tf: Tf) {
    this.#tf = tf;
  }

  uniform(shape: readonly number[], key: readonly [number, number]): Tensor {
    const count = shape.reduce((product, dim) => product * dim, 1);
    return this.#tf.tensor(philoxUniform(count, key), [...shape]);
  }

  /** The sums of the last axis are added up in float64: a float32 that runs over millions of squares loses some. */
  squaredSums(tensors: readonly Tensor[]): Float32Array {
    return Float32Array.from(tensors, (tensor) => {
      const sums = this.#tf.tidy(() => this.#tf.sum(this.#tf.square(tensor), -1));
      const total = sums.dataSync<'float32'>().reduce((a, b) => a + b, 0);
      sums.dispose();
      return total;
    });
  }

  /** As a product with ones: on WebAssembly it takes a tenth of the time of Sum, which transposes first. */
  columnSums(rows: Tensor): Tensor {
    return this.#tf.tidy(() => {
      const [count = 0, width = 0] = rows.shape;
      return this.#tf.reshape(this.#tf.matMul(this.#tf.ones([1, count]), rows), [width]);
    });
  }

  /** Transposed before: WebAssembly has a fast kernel for plain products alone, ten times as fast as the other. */
  product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
    const tf = this.#tf;
    const matrix = (of: Tensor, transpose: boolean) => (transpose ? tf.transpose(of) : of);
    return tf.tidy(() => tf.matMul(matrix(a, transposeA), matrix(b, transposeB)));
  }

  normalizeRows(rows: Tensor, epsilon: number): NormalizedRows {
    return normalizeRows(this.#tf, rows, epsilon);
  }

  normalizeRowsGradient(dy: Tensor, of: NormalizedRows): Tensor {
    return normalizeRowsGradient(this.#tf, dy, of);
  }

  adamSlot(shape: readonly number[], value: Float32Array, moments?: AdamMoments): PortableAdamSlot {
    return new PortableAdamSlot(this.#tf, shape, value, moments);
  }

  /** PyTorch's m̂ / (√v̂ + ε) with the corrections of the moments taken out of it: two passes over the memory less. */
  applyAdam(
    updates: Iterable<AdamUpdate<PortableAdamSlot>>,
    { step, learningRate, beta1, beta2, epsilon }: AdamStep,
  ): void {
    const correction = Math.sqrt(1 - beta2 ** step);
    const rate = (learningRate * correction) / (1 - beta1 ** step);
    const factors = { beta1, beta2, rate, epsilon: epsilon * correction };
    for (const { slot, gradient } of updates) slot.apply(gradient, factors);
  }
}

/** `Kernels.normalizeRows` by operations that every backend has. */
export function normalizeRows(tf: Tf, rows: Tensor, epsilon: number): NormalizedRows {
  const centred = tf.sub(rows, rowMean(tf, rows));
  const reciprocal = tf.rsqrt(tf.add(rowMean(tf, tf.square(centred)), epsilon));
  return { normalized: tf.mul(centred, reciprocal), saved: [reciprocal] };
}

/** With x̂ the normalized rows and r = 1 / √(variance + epsilon): dx = r (dy - mean(dy) - x̂ mean(dy x̂)). */
export function normalizeRowsGradient(tf: Tf, dy: Tensor, { normalized, saved }: NormalizedRows): Tensor {
  const along = tf.mul(normalized, rowMean(tf, tf.mul(dy, normalized)));
  return tf.mul(tf.sub(tf.sub(dy, rowMean(tf, dy)), along), saved[0] as Tensor);
}

function rowMean(tf: Tf, rows: Tensor): Tensor {
  return tf.mean(rows, -1, true);
}
