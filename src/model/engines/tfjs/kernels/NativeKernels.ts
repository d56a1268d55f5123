import type { Tensor } from '@tensorflow/tfjs-core';
import type { NativeBackend, OpAttribute } from '../tensorflow/NativeBackend';
import type { MatmulPrecision, Tf } from '../tensorflow/Tensorflow';
import type { AdamStep, AdamUpdate } from './AdamSlot';
import type { AdamMoments, Kernels, NormalizedRows } from './Kernels';
import { NativeAdamSlot } from './NativeAdamSlot';
import { normalizeRows, normalizeRowsGradient } from './PortableKernels';

/** TensorFlow's own kernels, by their names. */
export class NativeKernels implements Kernels<NativeAdamSlot> {
  readonly #tf: Tf;
  readonly #backend: NativeBackend;
  readonly #precision: MatmulPrecision;
  readonly #float: OpAttribute[];

  constructor(tf: Tf, backend: NativeBackend, precision: MatmulPrecision) {
    this.#tf = tf;
    this.#backend = backend;
    this.#precision = precision;

    const { TF_ATTR_TYPE, TF_FLOAT } = backend.binding;
    this.#float = [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }];
  }

  /** The stateless generator (Philox) gives the same numbers on CPU and GPU. */
  uniform(shape: readonly number[], key: readonly [number, number]): Tensor {
    const { TF_FLOAT, TF_INT32, TF_ATTR_TYPE } = this.#backend.binding;
    const attributes = [
      { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT },
      { name: 'T', type: TF_ATTR_TYPE, value: TF_INT32 },
      { name: 'Tseed', type: TF_ATTR_TYPE, value: TF_INT32 },
    ];
    return this.#tf.tidy(() => {
      const [size, seed] = [shape, key].map((ints) => this.#tf.tensor1d(Int32Array.from(ints), 'int32'));
      return this.#backend.executeSingleOutput('StatelessRandomUniform', attributes, [
        size as Tensor,
        seed as Tensor,
      ]);
    });
  }

  /** L2Loss, Σ x² / 2, makes no squared copy. */
  squaredSums(tensors: readonly Tensor[]): Float32Array {
    const halves = this.#tf.tidy(() =>
      this.#tf.stack(
        tensors.map((tensor) => this.#backend.executeSingleOutput('L2Loss', this.#float, [tensor])),
      ),
    );
    const sums = halves.dataSync<'float32'>().map((half) => 2 * half);
    halves.dispose();
    return sums;
  }

  /** A bias's gradient is this very sum, and its kernel takes a quarter of the time of Sum's. */
  columnSums(rows: Tensor): Tensor {
    const { TF_ATTR_STRING } = this.#backend.binding;
    const attributes = [...this.#float, { name: 'data_format', type: TF_ATTR_STRING, value: 'NHWC' }];
    return this.#backend.executeSingleOutput('BiasAddGrad', attributes, [rows]);
  }

  /**
   * tf.matMul is a product of batches. Its kernel is oneDNN's, which has bfloat16; in float32 the one of plain matrices
   * takes a sixth off a step of DistilBERT-base (bench/trainingStep.md).
   */
  product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
    if (this.#precision === 'bfloat16') return this.#tf.matMul(a, b, transposeA, transposeB);
    const { TF_ATTR_BOOL } = this.#backend.binding;
    const attributes = [
      ...this.#float,
      { name: 'transpose_a', type: TF_ATTR_BOOL, value: transposeA },
      { name: 'transpose_b', type: TF_ATTR_BOOL, value: transposeB },
    ];
    return this.#backend.executeSingleOutput('MatMul', attributes, [a, b]);
  }

  /** On the CPU a row is normalized as a channel of one batch: a kernel where the chain is of nine passes. */
  normalizeRows(rows: Tensor, epsilon: number): NormalizedRows {
    if (this.#backend.isUsingGpuDevice) return normalizeRows(this.#tf, rows, epsilon);
    const [count = 0, width = 0] = rows.shape;
    const { TF_ATTR_FLOAT } = this.#backend.binding;
    const none = this.#tf.tensor1d([]);
    const attributes = [
      ...this.#batchNorm(epsilon),
      { name: 'exponential_avg_factor', type: TF_ATTR_FLOAT, value: 1 },
    ];
    const channels = this.#tf.reshape(rows, [1, count, width, 1]);
    const inputs = [channels, this.#tf.ones([count]), this.#tf.zeros([count]), none, none];
    const [normalized, , , ...reserved] = this.#backend.executeMultipleOutputs(
      'FusedBatchNormV3',
      attributes,
      inputs,
      6,
    );
    return {
      normalized: this.#tf.reshape(normalized as Tensor, [count, width]),
      saved: [channels, ...reserved],
    };
  }

  normalizeRowsGradient(dy: Tensor, of: NormalizedRows, epsilon: number): Tensor {
    if (this.#backend.isUsingGpuDevice) return normalizeRowsGradient(this.#tf, dy, of);
    const [channels, ...reserved] = of.saved as [Tensor, ...Tensor[]];
    const [count = 0] = dy.shape;
    const scale = this.#tf.ones([count]);
    const inputs = [this.#tf.reshape(dy, channels.shape), channels, scale, ...reserved];
    const [dx] = this.#backend.executeMultipleOutputs(
      'FusedBatchNormGradV3',
      this.#batchNorm(epsilon),
      inputs,
      5,
    );
    return this.#tf.reshape(dx as Tensor, dy.shape);
  }

  adamSlot(shape: readonly number[], value: Float32Array, moments?: AdamMoments): NativeAdamSlot {
    return new NativeAdamSlot(this.#tf, this.#backend, shape, value, moments);
  }

  /**
   * The kernel computes, as in Kingma and Ba's section 2, lr √(1-β2ᵗ)/(1-β1ᵗ) · m / (√v + ε̂); PyTorch adds ε to
   * √(v / (1-β2ᵗ)), which is the same for ε̂ = ε √(1-β2ᵗ).
   */
  applyAdam(
    updates: Iterable<AdamUpdate<NativeAdamSlot>>,
    { step, learningRate, beta1, beta2, epsilon }: AdamStep,
  ): void {
    const correction = Math.sqrt(1 - beta2 ** step);
    const numbers = [beta1 ** step, beta2 ** step, learningRate, beta1, beta2, epsilon * correction];
    this.#tf.tidy(() => {
      const scalars = numbers.map((number) => this.#tf.scalar(number));
      for (const { slot, gradient } of updates) slot.apply(gradient, scalars);
    });
  }

  #batchNorm(epsilon: number): OpAttribute[] {
    const { TF_ATTR_TYPE, TF_ATTR_STRING, TF_ATTR_FLOAT, TF_ATTR_BOOL, TF_FLOAT } = this.#backend.binding;
    return [
      ...this.#float,
      { name: 'U', type: TF_ATTR_TYPE, value: TF_FLOAT },
      { name: 'data_format', type: TF_ATTR_STRING, value: 'NCHW' },
      { name: 'epsilon', type: TF_ATTR_FLOAT, value: epsilon },
      { name: 'is_training', type: TF_ATTR_BOOL, value: true },
    ];
  }
}
