import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { NativeBackend, OpAttribute } from './NativeBackend';
import type { Tf } from './Tensorflow';

/** Gives each variable a resource of its own, freed with its handle (TensorFlow's ResourceHandle::ANONYMOUS_NAME). */
const anonymous = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/**
 * A float32 tensor that TensorFlow's optimizer kernels change in place: one pass over the memory, where
 * tf.train.adam makes a new tensor for each term of the formula.
 */
export class ResourceVariable {
  readonly #backend: NativeBackend;
  readonly #handle: Tensor;
  readonly #dtype: OpAttribute;
  #current: Tensor | undefined;

  /** @param initial taken over: it is disposed of */
  constructor(tf: Tf, backend: NativeBackend, initial: Tensor) {
    this.#backend = backend;

    const { binding } = backend;
    this.#dtype = { name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
    this.#handle = tf.keep(
      backend.executeSingleOutput(
        'VarHandleOp',
        [
          this.#dtype,
          { name: 'shape', type: binding.TF_ATTR_SHAPE, value: initial.shape },
          { name: 'shared_name', type: binding.TF_ATTR_STRING, value: anonymous },
        ],
        [],
      ),
    );
    this.assign(initial);
    initial.dispose();
  }

  /** The value as a tensor that shares the variable's memory. Owned by the variable; invalid after a change. */
  value(tf: Tf): Tensor {
    this.#current ??= tf.keep(
      this.#backend.executeSingleOutput('ReadVariableOp', [this.#dtype], [this.#handle]),
    );
    return this.#current;
  }

  /**
   * Runs a kernel that changes this variable in place.
   *
   * @param others handles and tensors after this variable's handle
   */
  update(kernel: string, attributes: OpAttribute[], others: readonly (ResourceVariable | Tensor)[]): void {
    this.#release();
    const inputs: TensorInfo[] = others.map((other) => {
      if (!(other instanceof ResourceVariable)) return other;
      other.#release();
      return other.#handle;
    });
    this.#backend.executeMultipleOutputs(kernel, attributes, [this.#handle, ...inputs], 0);
  }

  assign(value: Tensor): void {
    this.#release();
    this.#backend.executeMultipleOutputs('AssignVariableOp', [this.#dtype], [this.#handle, value], 0);
  }

  dispose(): void {
    this.#release();
    this.#handle.dispose();
  }

  /** While a tensor shares its memory, a kernel would copy the variable before it changes it. */
  #release(): void {
    this.#current?.dispose();
    this.#current = undefined;
  }
}
