import type { Tensor } from '@tensorflow/tfjs-core';
import type { AdamPart, AdamSlot, AdamUpdate } from '../model/engines/tfjs/kernels/AdamSlot';
import type { Tensorflow } from '../model/engines/tfjs/tensorflow/Tensorflow';

export interface AdamWOptions {
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Decoupled: taken off the weights, not added to the gradient. */
  weightDecay: number;
}

/** What a training run must keep to go on: a parameter's value and Adam's two moments of its gradient. */
export type ParameterState = Record<AdamPart, Float32Array>;

/** Where a parameter starts; its moments are 0 where there are none. */
export type StartState = ParameterState | Pick<ParameterState, 'value'>;

interface Parameter {
  slot: AdamSlot;
  shape: number[];
  decays: boolean;
}

/** The trainable parameters and AdamW (Loshchilov and Hutter, 2019), as torch.optim.AdamW computes it. */
export class AdamW {
  readonly #tensorflow: Tensorflow;
  readonly #options: AdamWOptions;
  readonly #decays: (name: string) => boolean;
  readonly #parameters = new Map<string, Parameter>();

  /** @param decays whether a parameter is under weight decay */
  constructor(
    tensorflow: Tensorflow,
    options: AdamWOptions,
    decays: (name: string) => boolean = hasWeightDecay,
  ) {
    this.#tensorflow = tensorflow;
    this.#options = options;
    this.#decays = decays;
  }

  /** Adds a parameter. */
  add(name: string, shape: number[], state: StartState): void {
    const moments =
      'firstMoment' in state ? { first: state.firstMoment, second: state.secondMoment } : undefined;
    const slot = this.#tensorflow.kernels.adamSlot(shape, state.value, moments);
    this.#parameters.set(name, { slot, shape, decays: this.#decays(name) });
  }

  get names(): string[] {
    return [...this.#parameters.keys()];
  }

  /** Current values, by name; valid until the next step. */
  values(): Map<string, Tensor> {
    return new Map([...this.#parameters].map(([name, { slot }]) => [name, slot.value()]));
  }

  /**
   * One step.
   *
   * @param gradients by name
   * @param step counted from 1
   * @param scale factor of every gradient (for clipping)
   */
  step(gradients: ReadonlyMap<string, Tensor>, step: number, learningRate: number, scale: number): void {
    const { beta1, beta2, epsilon } = this.#options;
    const updates = this.#updates(gradients, learningRate, scale);
    this.#tensorflow.kernels.applyAdam(updates, { step, learningRate, beta1, beta2, epsilon });
  }

  /** Decays each parameter and scales its gradient, one after the other: no copy of all gradients is made. */
  *#updates(
    gradients: ReadonlyMap<string, Tensor>,
    learningRate: number,
    scale: number,
  ): Generator<AdamUpdate> {
    const { weightDecay } = this.#options;
    for (const [name, { slot, decays }] of this.#parameters) {
      const gradient = gradients.get(name);
      if (gradient === undefined) throw new Error(`parameter ${name} has no gradient`);
      if (decays && weightDecay !== 0) slot.scale(1 - learningRate * weightDecay);
      const scaled = scale === 1 ? gradient : this.#tensorflow.tf.mul(gradient, scale);
      yield { slot, gradient: scaled };
      if (scaled !== gradient) scaled.dispose();
    }
  }

  shape(name: string): readonly number[] {
    return this.#parameter(name).shape;
  }

  /** A copy of a parameter's value or of one of its moments. */
  read(name: string, part: AdamPart = 'value'): Float32Array {
    return this.#parameter(name).slot.read(part);
  }

  dispose(): void {
    for (const { slot } of this.#parameters.values()) slot.dispose();
    this.#parameters.clear();
  }

  #parameter(name: string): Parameter {
    const parameter = this.#parameters.get(name);
    if (parameter === undefined) throw new Error(`no parameter is named ${name}`);
    return parameter;
  }
}

/** Biases and LayerNorm's scales and shifts are left as they are, as in Hugging Face's Trainer. */
export function hasWeightDecay(name: string): boolean {
  return !name.endsWith('.bias') && !/layer_?norm\.weight$/i.test(name);
}

/** The norm of all gradients together, √Σ g² (as torch.nn.utils.clip_grad_norm_). */
export function globalNorm({ kernels }: Tensorflow, gradients: Iterable<Tensor>): number {
  return Math.sqrt(kernels.squaredSums([...gradients]).reduce((total, sum) => total + sum, 0));
}

/** Factor that brings a norm down to the greatest allowed one; PyTorch adds 1e-6 to the divisor. */
export function clipFactor(norm: number, maxNorm: number): number {
  return maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1;
}
/**
 * Learning rate that rises linearly from 0 over the warm-up and falls linearly to 0 at the last step
 * (transformers' get_linear_schedule_with_warmup). The first step of a warm-up has rate 0.
 *
 * @param step counted from 0
 */
export function linearSchedule(peak: number, warmupSteps: number, totalSteps: number) {
  return (step: number): number => {
    if (step < warmupSteps) return (peak * step) / warmupSteps;
    return peak * Math.max(0, (totalSteps - step) / Math.max(1, totalSteps - warmupSteps));
  };
}
