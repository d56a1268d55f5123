import type { Tensor } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../checkpoint/modelFiles';
import type { Tensorflow } from '../engines/tfjs/tensorflow/Tensorflow';
import type { GraphBuilder } from '../graph/GraphBuilder';
import type { Activation, EmbeddingTable, QuantizationScheme } from '../quantization/QuantizationScheme';

/**
 * A family of networks (DistilBERT, BERT, ...). Everything that knows the names of its tensors and the structure of
 * its graph is behind this interface; its line in `knownArchitectures.ts` is all that the rest of emostream needs.
 */
export interface Architecture {
  /** `model_type` in config.json. */
  modelType: string;
  /** For messages: `DistilBERT`. */
  title: string;
  /**
   * The network that a config.json describes.
   *
   * @param path of the file, for messages
   * @throws EmostreamError `bad_checkpoint` naming the file and the field
   */
  readConfig(json: JsonObject, path: string): Network;
}

/** The structure of one sequence classifier: sizes, names, how it is computed. It holds no weights. */
export interface Network {
  /** What config.json says, by the architecture's own names. Checkpoints whose weights are averaged agree in it. */
  config: Readonly<Record<string, unknown>>;
  /** Longest sequence, special tokens included. */
  maxTokens: number;
  /** The token id that sequences are padded with, at the end. */
  padId: number;
  /** Class names in the order of the outputs; undefined when config.json names none. */
  labels: readonly string[] | undefined;

  /** The name under which emostream keeps a tensor of a weights file: without the prefix of the encoder. */
  tensorName(nameInFile: string): string;
  /** Shape of each tensor of a classifier, by that name. A linear weight is [outputs, inputs], as PyTorch keeps it. */
  tensorShapes(classes: number): ReadonlyMap<string, readonly number[]>;
  /** Values of a tensor that a weights file may leave out, float32 row by row; undefined for one that it must have. */
  computedTensor(name: string): Float32Array | undefined;
  /** The table of word embeddings, which every checkpoint has, with or without a head. */
  wordEmbeddings: EmbeddingTable;
  /** Linear layers of the classification head, by name; the last gives the logits. An encoder alone has none. */
  head: readonly [string, ...string[]];
  /** The activations that linear layers read: what is calibrated and quantized. */
  activations: readonly Activation[];

  /**
   * The forward pass as an ONNX graph.
   *
   * Inputs: `input_ids` int32 [batch, length], padded at the end with any valid id; `lengths` int32 [batch], the
   * tokens of each sequence. Output: `logits` float32 [batch, classes].
   *
   * @param scheme how its linear layers and its embedding look-up are computed
   */
  graph(weights: Weights, classes: number, scheme: QuantizationScheme): GraphBuilder;

  /**
   * The forward pass in TensorFlow.js, without dropout.
   *
   * @param parameters value of each tensor of `tensorShapes`
   * @param sequences token ids, unpadded
   * @param length that attention pads them to
   * @returns logits float32 [sequences, classes]
   */
  forward(
    tensorflow: Tensorflow,
    parameters: ReadonlyMap<string, Tensor>,
    sequences: readonly Int32Array[],
    length: number,
  ): Tensor;
}

/** Tensors of a checkpoint by the names of `Network.tensorShapes`, as float32, row by row. */
export interface Weights {
  read(name: string): Float32Array;
}
