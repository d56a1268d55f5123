import type { Tensor } from '@tensorflow/tfjs-core';
import type { TrainingConfig } from '../model/architectures/distilbert/DistilBertConfig';
import { noDropout, seededDropout } from '../model/engines/tfjs/network/ops';
import { tokenBatch } from '../model/engines/tfjs/network/TokenBatch';
import { type Parameters, forward } from '../model/architectures/distilbert/network';
import type { Tensorflow } from '../model/engines/tfjs/tensorflow/Tensorflow';
import type { Prediction } from '../evaluation/report/Report';
import type { Part, TrainingSequence } from './data';
import type { BatchLoss } from './loss';
import type { AdamW } from './optimizer';

/** A classifier and its optimizer: the gradients of a batch, and logits. */
export class TrainableModel {
  readonly #config: TrainingConfig;
  readonly #frozen: Parameters;
  readonly #loss: BatchLoss;
  /** @param frozen parameters that are not trained */
  constructor(
    readonly tensorflow: Tensorflow,
    config: TrainingConfig,
    readonly optimizer: AdamW,
    frozen: Parameters,
    loss: BatchLoss,
  ) {
    this.#config = config;
    this.#frozen = frozen;
    this.#loss = loss;
  }

  /**
   * The mean loss of the batches and its gradients, by parameter.
   *
   * @param batches one, or more where gradients accumulate
   * @param firstPass number of the first forward pass in the training run: the dropout masks follow from it
   */
  lossAndGradients(
    batches: readonly (readonly TrainingSequence[])[],
    seed: number,
    firstPass: number,
  ): { loss: number; gradients: Map<string, Tensor> } {
    const { tf } = this.tensorflow;
    let loss = 0;
    let gradients = new Map<string, Tensor>();
    batches.forEach((batch, index) => {
      const result = this.#ofBatch(batch, 1 / batches.length, seed, firstPass + index);
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
    return { loss, gradients };
  }

  /**
   * @param sequences token ids as rows of the word embeddings
   * @returns logits of each sequence
   */
  logits(sequences: readonly Int32Array[]): Float32Array[] {
    const { tf } = this.tensorflow;
    const logits = tf.tidy(() => {
      const batch = tokenBatch(tf, sequences);
      const parameters = new Map([...this.#frozen, ...this.optimizer.values()]);
      return forward(this.tensorflow, this.#config, parameters, batch, noDropout);
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

  /** Forward, loss, backward. */
  #ofBatch(batch: readonly TrainingSequence[], scale: number, seed: number, pass: number) {
    const { tf } = this.tensorflow;
    const values = this.optimizer.values();
    const names = [...values.keys()];
    const dropout = seededDropout(this.tensorflow, seed, pass);
    const { value, grads } = tf.tidy(() => {
      const tokens = tokenBatch(
        tf,
        batch.map((row) => row.tokens),
      );
      const lossOf = tf.valueAndGrads((...tensors: Tensor[]) => {
        const trained = names.map((name, index) => [name, tensors[index] as Tensor] as const);
        const parameters = new Map([...this.#frozen, ...trained]);
        const logits = forward(this.tensorflow, this.#config, parameters, tokens, dropout);
        return tf.mul(this.#loss(tf, logits, batch), scale);
      });
      return lossOf([...values.values()]);
    });
    const loss = value.dataSync()[0] ?? NaN;
    value.dispose();
    return { loss, gradients: new Map(names.map((name, index) => [name, grads[index] as Tensor])) };
  }
}

/** Sequences run at once; without gradients, so larger than a training batch. */
const batchSize = 32;

/**
 * The model's answer to each row, in their order. Sequences of like length run together.
 *
 * @param labels of the model, in its order
 */
export function predictPart(model: TrainableModel, part: Part, labels: readonly string[]): Prediction[] {
  const { rows, sequences } = part;
  const length = (row: number) => sequences[row]?.tokens.length ?? 0;
  const order = [...rows.keys()].sort((a, b) => length(a) - length(b));
  const predictions = new Array<Prediction>(rows.length);
  for (let start = 0; start < order.length; start += batchSize) {
    const batch = order.slice(start, start + batchSize);
    const logits = model.logits(batch.map((row) => sequences[row]?.tokens ?? new Int32Array()));
    batch.forEach((row, place) => {
      const { id = '', video = '', label: gold = '' } = rows[row] ?? {};
      const [predicted, confidence] = mostLikely(logits[place] ?? new Float32Array(), labels);
      predictions[row] = { id, video, gold, predicted, confidence };
    });
  }
  return predictions;
}

/** The label of the greatest logit and its probability, 1 / Σ exp(logit - greatest). */
function mostLikely(logits: Float32Array, labels: readonly string[]): [string, number] {
  const greatest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - greatest), 0);
  return [labels[logits.indexOf(greatest)] ?? '', 1 / sum];
}
