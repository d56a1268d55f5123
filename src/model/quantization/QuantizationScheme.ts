import type { GraphBuilder, Value } from '../graph/GraphBuilder';

export interface EmbeddingTable {
  /** Of its tensor. */
  name: string;
  rows: number;
  columns: number;
}

/** A linear layer y = W x + b: the tensors `name.weight` [outputs, inputs] and `name.bias` [outputs]. */
export interface LinearLayer {
  name: string;
  inputs: number;
  outputs: number;
}

/** An activation, [rows, channels], that linear layers read; quantized where these compute in integers. */
export interface Activation {
  /** Unique in the network. */
  name: string;
  channels: number;
  /** The linear layers that read it. */
  readers: readonly LinearLayer[];
  /**
   * The linear layer that can give it smoothed, by its own weight and bias: the value layer for the result of
   * attention, since attention's weights sum to 1. Undefined where smoothing is a step of its own.
   */
  smoothedBy: LinearLayer | undefined;
  /** No value is smaller, and values crowd there (after GELU or ReLU). Undefined where they lie around a middle. */
  floor: number | undefined;
  /** Whether only the first token of each sequence has a row; otherwise all tokens have one. */
  firstTokenOnly: boolean;
}

/** What a linear layer is applied to; what it holds is the scheme's own affair. */
export interface Operand {
  rows: Value;
  /** Scale of each row, [rows, 1], where the rows are quantized. */
  rowScales?: Value;
  zeroPoint?: number;
}

/**
 * How linear layers and the embedding look-up are computed: in float32 (nothing is quantized), in int8, or in float32
 * while watched for calibration. The structure of the graph is the same for all (`Network.graph`).
 */
export interface QuantizationScheme {
  /**
   * @param ids int32 [tokens]
   * @returns float32 [tokens, columns]: those rows of the word embeddings
   */
  wordEmbeddings(graph: GraphBuilder, table: EmbeddingTable, ids: Value): Value;

  /**
   * Makes rows ready for the linear layers that read them.
   *
   * @param rows float32 [rows, channels]
   * @param activation which one this is
   */
  operand(graph: GraphBuilder, rows: Value, activation: Activation): Operand;

  /**
   * @param layers whose outputs are laid side by side; all read the operand's activation
   * @returns float32 [rows, outputs of all], without the bias: the operator that follows adds it
   */
  linear(graph: GraphBuilder, operand: Operand, layers: readonly LinearLayer[]): Value;

  /** float32 [outputs of all]: what is to be added to `linear` of the same layers. */
  bias(graph: GraphBuilder, layers: readonly LinearLayer[]): Value;
}
