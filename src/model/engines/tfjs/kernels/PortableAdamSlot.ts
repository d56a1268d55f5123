import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../tensorflow/Tensorflow';
import type { AdamPart, AdamSlot } from './AdamSlot';
import type { AdamMoments } from './Kernels';

/** The factors of one step of Adam that are alike for all parameters. */
export interface AdamFactors {
  beta1: number;
  beta2: number;
  /** lr √(1-β2ᵗ) / (1-β1ᵗ) */
  rate: number;
  /** ε √(1-β2ᵗ) */
  epsilon: number;
}

/** A parameter whose value and moments are new tensors after each step. */
export class PortableAdamSlot implements AdamSlot {
  readonly #tf: Tf;
  readonly #parts: Record<AdamPart, Tensor>;

  constructor(tf: Tf, shape: readonly number[], value: Float32Array, moments?: AdamMoments) {
    this.#tf = tf;

    // Copied: the CPU backend of TensorFlow.js works on a typed array's own memory.
    const part = (data: Float32Array = new Float32Array(value.length)) =>
      tf.keep(tf.tensor(data.slice(), [...shape]));
    this.#parts = {
      value: part(value),
      firstMoment: part(moments?.first),
      secondMoment: part(moments?.second),
    };
  }

  value(): Tensor {
    return this.#parts.value;
  }

  /** m ← β1 m + (1-β1) g, v ← β2 v + (1-β2) g², θ ← θ - rate m / (√v + epsilon) */
  apply(gradient: Tensor, { beta1, beta2, rate, epsilon }: AdamFactors): void {
    const tf = this.#tf;
    const parts = this.#parts;
    const moved = tf.tidy(() => {
      const { value, firstMoment, secondMoment } = parts;
      const first = tf.add(tf.mul(firstMoment, beta1), tf.mul(gradient, 1 - beta1));
      const second = tf.add(tf.mul(secondMoment, beta2), tf.mul(tf.square(gradient), 1 - beta2));
      const direction = tf.div(first, tf.add(tf.sqrt(second), epsilon));
      return { value: tf.sub(value, tf.mul(direction, rate)), firstMoment: first, secondMoment: second };
    });
    for (const part of ['value', 'firstMoment', 'secondMoment'] as const) this.#replace(part, moved[part]);
  }

  scale(factor: number): void {
    this.#replace('value', this.#tf.mul(this.#parts.value, factor));
  }

  read(part: AdamPart): Float32Array {
    return this.#parts[part].dataSync<'float32'>().slice();
  }

  dispose(): void {
    this.#tf.dispose(Object.values(this.#parts));
  }

  #replace(part: AdamPart, tensor: Tensor): void {
    this.#parts[part].dispose();
    this.#parts[part] = this.#tf.keep(tensor);
  }
}
