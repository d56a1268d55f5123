import type { Tensor } from '@tensorflow/tfjs-core';
import type { OpAttribute } from '../backend/NativeBackend';
import { ResourceVariable } from '../backend/ResourceVariable';
import type { Tensorflow } from '../backend/Tensorflow';

export interface AdamWOptions {
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Decoupled: taken off the weights, not added to the gradient. */
  weightDecay: number;
}

/** What a run must keep to go on: a parameter's value and Adam's two moments of its gradient. */
export interface ParameterState {
  value: Float32Array;
  firstMoment: Float32Array;
  secondMoment: Float32Array;
}

interface Slot {
  value: ResourceVariable;
  firstMoment: ResourceVariable;
  secondMoment: ResourceVariable;
  shape: number[];
  decays: boolean;
}

/**
 * The trainable parameters and AdamW (Loshchilov and Hutter, 2019), as torch.optim.AdamW computes it.
 *
 * Each update is one fused kernel, ResourceApplyAdam. It computes, as in Kingma and Ba's section 2,
 * lr √(1-β2ᵗ)/(1-β1ᵗ) · m / (√v + ε̂); PyTorch adds ε to √(v / (1-β2ᵗ)), which is the same for ε̂ = ε √(1-β2ᵗ).
 */
export class AdamW {
  private readonly slots = new Map<string, Slot>();
  private readonly attributes: OpAttribute[];

  /** @param decays whether a parameter is under weight decay */
  constructor(
    private readonly tensorflow: Tensorflow,
    private readonly options: AdamWOptions,
    private readonly decays: (name: string) => boolean = hasWeightDecay,
  ) {
    const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = tensorflow.backend.binding;
    this.attributes = [
      { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
      { name: 'use_locking', type: TF_ATTR_BOOL, value: false },
      { name: 'use_nesterov', type: TF_ATTR_BOOL, value: false },
    ];
  }

  /** Adds a parameter; its moments are 0 unless a stopped run's are given. */
  add(name: string, shape: number[], state: Partial<ParameterState> & { value: Float32Array }): void {
    const { tf } = this.tensorflow;
    // Copied: TensorFlow works on a typed array's own memory, and would change the caller's in place.
    const variable = (data: Float32Array = new Float32Array(state.value.length)) =>
      new ResourceVariable(this.tensorflow, tf.tensor(data.slice(), shape));
    this.slots.set(name, {
      value: variable(state.value),
      firstMoment: variable(state.firstMoment),
      secondMoment: variable(state.secondMoment),
      shape,
      decays: this.decays(name),
    });
  }

  get names(): string[] {
    return [...this.slots.keys()];
  }

  /** Current values, by name; valid until the next step. */
  values(): Map<string, Tensor> {
    return new Map([...this.slots].map(([name, { value }]) => [name, value.value(this.tensorflow.tf)]));
  }

  /**
   * One step.
   *
   * @param gradients by name
   * @param step counted from 1
   * @param scale factor of every gradient (for clipping)
   */
  step(gradients: ReadonlyMap<string, Tensor>, step: number, learningRate: number, scale: number): void {
    const { tf } = this.tensorflow;
    const { beta1, beta2, epsilon, weightDecay } = this.options;
    const correction = Math.sqrt(1 - beta2 ** step);
    const scalars = [beta1 ** step, beta2 ** step, learningRate, beta1, beta2, epsilon * correction];
    tf.tidy(() => {
      const inputs = scalars.map((value) => tf.scalar(value));
      for (const [name, slot] of this.slots) {
        const gradient = gradients.get(name);
        if (gradient === undefined) throw new Error(`parameter ${name} has no gradient`);
        if (slot.decays && weightDecay !== 0) this.decay(slot, 1 - learningRate * weightDecay);
        const scaled = scale === 1 ? gradient : tf.mul(gradient, scale);
        const { firstMoment, secondMoment } = slot;
        const others = [firstMoment, secondMoment, ...inputs, scaled];
        slot.value.update('ResourceApplyAdam', this.attributes, others);
        if (scaled !== gradient) scaled.dispose();
      }
    });
  }

  shape(name: string): readonly number[] {
    return this.slot(name).shape;
  }

  /** A copy of a parameter's value or of one of its moments. */
  read(name: string, part: keyof ParameterState = 'value'): Float32Array {
    return this.slot(name)[part].value(this.tensorflow.tf).dataSync<'float32'>();
  }

  dispose(): void {
    for (const { value, firstMoment, secondMoment } of this.slots.values()) {
      for (const variable of [value, firstMoment, secondMoment]) variable.dispose();
    }
    this.slots.clear();
  }

  private slot(name: string): Slot {
    const slot = this.slots.get(name);
    if (slot === undefined) throw new Error(`no parameter is named ${name}`);
    return slot;
  }

  private decay(slot: Slot, factor: number): void {
    const { tf } = this.tensorflow;
    const decayed = tf.mul(slot.value.value(tf), factor);
    slot.value.assign(decayed);
    decayed.dispose();
  }
}

/** Biases and LayerNorm's scales and shifts are left as they are, as in Hugging Face's Trainer. */
export function hasWeightDecay(name: string): boolean {
  return !name.endsWith('.bias') && !/layer_?norm\.weight$/i.test(name);
}
