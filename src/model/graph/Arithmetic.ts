import type { GraphBuilder, Value } from './GraphBuilder';

/** What a linear map is applied to; what it holds is the arithmetic's own affair. */
export interface Operand {
  rows: Value;
  /** Scale of each row, [rows, 1], where the rows are quantized. */
  rowScales?: Value;
  zeroPoint?: number;
}

/**
 * How the linear maps and the embedding look-up are computed: in float32, in int8, or in float32 while watched for
 * calibration. The graph's structure is the same for all (`distilbertGraph`).
 */
export interface Arithmetic {
  /**
   * @param ids int32 [tokens]
   * @returns float32 [tokens, dim]: those rows of the word embeddings
   */
  wordEmbeddings(graph: GraphBuilder, ids: Value): Value;

  /**
   * Makes rows ready for the linear maps that read them.
   *
   * @param rows float32 [rows, inputs]
   * @param site which activation this is (see `sites.ts`)
   */
  operand(graph: GraphBuilder, rows: Value, site: string): Operand;

  /**
   * @param names the linear maps, whose outputs are laid side by side
   * @returns float32 [rows, outputs of all], without the bias: the operator that follows adds it
   */
  linear(graph: GraphBuilder, operand: Operand, names: readonly string[]): Value;

  /** float32 [outputs of all]: what is to be added to `linear` of the same names. */
  bias(graph: GraphBuilder, names: readonly string[]): Value;
}
