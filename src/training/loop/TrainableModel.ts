import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../model/engines/tfjs/tensorflow/Tensorflow';
import type { BatchLoss, Target } from '../loss/BatchLoss';
import { forward, type Parameters } from '../../model/architectures/distilbert/network/forward';
import { tokenBatch } from '../../model/architectures/distilbert/network/TokenBatch';
import type { TrainingConfig } from '../../model/architectures/distilbert/TrainingConfig';
import { noDropout, seededDropout } from '../../model/architectures/distilbert/network/Dropout';
import type { AdamW } from '../optimizer/AdamW';
import { clipFactor, globalNorm } from '../optimizer/globalNorm';

export interface TrainingSequence extends Target {
  /** Token ids, as rows of the word embeddings. */
  tokens: Int32Array;
}

export interface StepResult {
  loss: number;
  /** Of the gradient before clipping. */
  gradNorm: number;
}

export interface StepOptions {
  /** Counted from 0. */
  step: number;
  /** Number of its first forward pass in the run: the dropout masks follow from it. */
  firstPass: number;
  learningRate: number;
  maxGradNorm: number;
  seed: number;
}

/** A classifier and its optimizer: what one step of training and one prediction are. */
export class TrainableModel {
  readonly #tensorflow: Tensorflow;
  readonly #config: TrainingConfig;
  readonly #frozen: Parameters;
  readonly #loss: BatchLoss;
  /** @param frozen parameters that are not trained */
  constructor(
    tensorflow: Tensorflow,
    config: TrainingConfig,
    readonly optimizer: AdamW,
    frozen: Parameters,
    loss: BatchLoss,
  ) {
    this.#tensorflow = tensorflow;
    this.#config = config;
    this.#frozen = frozen;
    this.#loss = loss;
  }

  /**
   * One step: the gradients of the batches, averaged and clipped, move the parameters.
   *
   * @param batches one, or more where gradients accumulate
   */
  step(batches: readonly (readonly TrainingSequence[])[], options: StepOptions): StepResult {
    const { step, firstPass, learningRate, maxGradNorm, seed } = options;
    const { tf } = this.#tensorflow;
    let loss = 0;
    let gradients = new Map<string, Tensor>();
    batches.forEach((batch, index) => {
      const result = this.#gradients(batch, 1 / batches.length, seed, firstPass + index);
      loss += result.loss;
      if (index === 0) gradients = result.gradients;
      else {
        for (const [name, gradient] of result.gradients) {
          const before = gradients.get(name) as Tensor;
          gradients.set(name, tf.add(before, gradient));
          tf.dispose([before, gradient]);
        }
      }
    });
    const gradNorm = globalNorm(this.#tensorflow, gradients.values());
    this.optimizer.step(gradients, step + 1, learningRate, clipFactor(gradNorm, maxGradNorm));
    tf.dispose([...gradients.values()]);
    return { loss, gradNorm };
  }

  /**
   * @param sequences token ids as rows of the word embeddings
   * @returns logits of each sequence
   */
  logits(sequences: readonly Int32Array[]): Float32Array[] {
    const { tf } = this.#tensorflow;
    const logits = tf.tidy(() => {
      const batch = tokenBatch(tf, sequences);
      const parameters = new Map([...this.#frozen, ...this.optimizer.values()]);
      return forward(this.#tensorflow, this.#config, parameters, batch, noDropout);
    });
    const values = logits.dataSync<'float32'>();
    const classes = values.length / sequences.length;
    logits.dispose();
    return sequences.map((_, row) => values.slice(row * classes, (row + 1) * classes));
  }

  /** A copy of a parameter's value. */
  read(name: string): Float32Array {
    return this.#frozen.get(name)?.dataSync<'float32'>() ?? this.optimizer.read(name);
  }

  dispose(): void {
    this.optimizer.dispose();
    for (const tensor of this.#frozen.values()) tensor.dispose();
  }

  #gradients(batch: readonly TrainingSequence[], scale: number, seed: number, pass: number) {
    const { tf } = this.#tensorflow;
    const values = this.optimizer.values();
    const names = [...values.keys()];
    const dropout = seededDropout(this.#tensorflow, seed, pass);
    const { value, grads } = tf.tidy(() => {
      const tokens = tokenBatch(
        tf,
        batch.map((row) => row.tokens),
      );
      const lossOf = tf.valueAndGrads((...tensors: Tensor[]) => {
        const trained = names.map((name, index) => [name, tensors[index] as Tensor] as const);
        const parameters = new Map([...this.#frozen, ...trained]);
        const logits = forward(this.#tensorflow, this.#config, parameters, tokens, dropout);
        return tf.mul(this.#loss(tf, logits, batch), scale);
      });
      return lossOf([...values.values()]);
    });
    const loss = value.dataSync()[0] ?? NaN;
    value.dispose();
    return { loss, gradients: new Map(names.map((name, index) => [name, grads[index] as Tensor])) };
  }
}
