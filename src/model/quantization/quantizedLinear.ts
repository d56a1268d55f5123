import { quantizeRows, type QuantizedMatrix } from './quantizeMatrix';
import type { ChannelMap } from './smoothing';

/** A linear layer for smoothed and quantized inputs: weight int8 by rows (one scale an output), bias float32. */
export interface QuantizedLinear extends QuantizedMatrix {
  bias: Float32Array;
}

/**
 * Quantizes the linear layer y = W x + b for the smoothed input x' = (x - offset) / divisor:
 *
 * y = W' x' + W offset + b, with W' = W divisor, of which the int8 weight Q is the rounded one. The bias also takes
 * (W' - Q) mean(x'), what the rounding would shift the mean of the output by (bias correction, Nagel et al., 2019,
 * section 4.2).
 *
 * @param layer weight float32 [outputs, inputs] and bias [outputs]; both are overwritten
 * @param input smoothing and means of the activation that it reads
 * @param output smoothing that its outputs are to have; undefined where they stay as they are
 * @param limit largest magnitude of an integer weight
 */
export function quantizeLinear(
  { weight, bias }: { weight: Float32Array; bias: Float32Array },
  input: ChannelMap & { means: Float32Array },
  output: ChannelMap | undefined,
  limit: number,
): QuantizedLinear {
  const { means, offsets, divisors } = input;
  const columns = means.length;
  addProduct(bias, weight, offsets);
  for (let i = 0; i < weight.length; i++) weight[i] = (weight[i] ?? 0) * (divisors[i % columns] ?? 1);
  if (output !== undefined) mapOutputs(weight, bias, output);

  const matrix = quantizeRows(weight, columns, limit);
  const rounding = weight.map(
    (value, i) => value - (matrix.values[i] ?? 0) * (matrix.scales[Math.floor(i / columns)] ?? 0),
  );
  const smoothMeans = means.map((mean, i) => (mean - (offsets[i] ?? 0)) / (divisors[i] ?? 1));
  addProduct(bias, rounding, smoothMeans);
  return { ...matrix, bias };
}

/** sums += matrix · vector */
function addProduct(sums: Float32Array, matrix: Float32Array, vector: Float32Array): void {
  const columns = vector.length;
  for (let row = 0; row < sums.length; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      sum += (matrix[row * columns + column] ?? 0) * (vector[column] ?? 0);
    }
    sums[row] = (sums[row] ?? 0) + sum;
  }
}

/** Lets a linear layer give its outputs smoothed: (W x + b - offset) / divisor. */
function mapOutputs(weight: Float32Array, bias: Float32Array, { offsets, divisors }: ChannelMap): void {
  const columns = weight.length / bias.length;
  for (let i = 0; i < weight.length; i++) {
    weight[i] = (weight[i] ?? 0) / (divisors[Math.floor(i / columns)] ?? 1);
  }
  for (let i = 0; i < bias.length; i++) bias[i] = ((bias[i] ?? 0) - (offsets[i] ?? 0)) / (divisors[i] ?? 1);
}
