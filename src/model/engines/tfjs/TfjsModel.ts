import type { Tensor } from '@tensorflow/tfjs-core';
import { openCheckpoint } from '../../checkpoint/Checkpoint';
import { tensorShapes } from '../../architectures/distilbert/tensorShapes';
import type { PaddedBatch } from '../onnx/onnxSession';
import type { Tensorflow } from './tensorflow/Tensorflow';
import { forward, type Parameters } from '../../architectures/distilbert/network/forward';
import { tokenBatch } from '../../architectures/distilbert/network/TokenBatch';
import { readTrainingConfig, type TrainingConfig } from '../../architectures/distilbert/TrainingConfig';
import { noDropout } from '../../architectures/distilbert/network/Dropout';

/** A checkpoint's weights on TensorFlow's device, and the forward pass that training uses. */
export class TfjsModel {
  readonly #tensorflow: Tensorflow;
  readonly #config: TrainingConfig;
  readonly #parameters: Parameters;
  private constructor(tensorflow: Tensorflow, config: TrainingConfig, parameters: Parameters) {
    this.#tensorflow = tensorflow;
    this.#config = config;
    this.#parameters = parameters;
  }

  /**
   * Reads the weights and puts them on the device, once.
   *
   * @throws EmostreamError `bad_checkpoint`
   */
  static load(folder: string, tensorflow: Tensorflow): TfjsModel {
    const { labels, weights } = openCheckpoint(folder);
    const config = readTrainingConfig(folder);
    const parameters = new Map<string, Tensor>();
    for (const [name, shape] of tensorShapes(config, labels.length)) {
      parameters.set(name, tensorflow.tf.tensor(weights.read(name), [...shape]));
    }
    return new TfjsModel(tensorflow, config, parameters);
  }

  /** @returns float32 [sequences, classes] */
  logits({ ids, lengths }: PaddedBatch): Float32Array {
    const { tf } = this.#tensorflow;
    const length = ids.length / lengths.length;
    const sequences = Array.from(lengths, (tokens, row) => ids.subarray(row * length, row * length + tokens));
    const logits = tf.tidy(() => {
      const batch = tokenBatch(tf, sequences, length);
      return forward(this.#tensorflow, this.#config, this.#parameters, batch, noDropout);
    });
    const values = logits.dataSync<'float32'>();
    logits.dispose();
    return values;
  }

  dispose(): void {
    for (const tensor of this.#parameters.values()) tensor.dispose();
  }
}
