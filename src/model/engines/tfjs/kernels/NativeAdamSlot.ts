import type { Tensor } from '@tensorflow/tfjs-core';
import type { NativeBackend, OpAttribute } from '../tensorflow/NativeBackend';
import { ResourceVariable } from '../tensorflow/ResourceVariable';
import type { Tf } from '../tensorflow/Tensorflow';
import type { AdamPart, AdamSlot } from './AdamSlot';
import type { AdamMoments } from './Kernels';

/** A parameter that one fused kernel, ResourceApplyAdam, updates in place with its moments. */
export class NativeAdamSlot implements AdamSlot {
  readonly #tf: Tf;
  readonly #parts: Record<AdamPart, ResourceVariable>;
  readonly #attributes: OpAttribute[];

  constructor(
    tf: Tf,
    backend: NativeBackend,
    shape: readonly number[],
    value: Float32Array,
    moments?: AdamMoments,
  ) {
    this.#tf = tf;

    const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = backend.binding;
    this.#attributes = [
      { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
      { name: 'use_locking', type: TF_ATTR_BOOL, value: false },
      { name: 'use_nesterov', type: TF_ATTR_BOOL, value: false },
    ];
    // Copied: TensorFlow works on a typed array's own memory, and would change the caller's in place.
    const variable = (data: Float32Array = new Float32Array(value.length)) =>
      new ResourceVariable(tf, backend, tf.tensor(data.slice(), [...shape]));
    this.#parts = {
      value: variable(value),
      firstMoment: variable(moments?.first),
      secondMoment: variable(moments?.second),
    };
  }

  value(): Tensor {
    return this.#parts.value.value(this.#tf);
  }

  /** @param numbers scalars: β1ᵗ, β2ᵗ, lr, β1, β2, ε̂ */
  apply(gradient: Tensor, numbers: readonly Tensor[]): void {
    const { value, firstMoment, secondMoment } = this.#parts;
    value.update('ResourceApplyAdam', this.#attributes, [firstMoment, secondMoment, ...numbers, gradient]);
  }

  scale(factor: number): void {
    const scaled = this.#tf.mul(this.value(), factor);
    this.#parts.value.assign(scaled);
    scaled.dispose();
  }

  read(part: AdamPart): Float32Array {
    return this.#parts[part].value(this.#tf).dataSync<'float32'>();
  }

  dispose(): void {
    for (const variable of Object.values(this.#parts)) variable.dispose();
  }
}
