import type { Checkpoint } from '../checkpoint/Checkpoint';
import { siteOf } from '../architectures/distilbert/sites';
import type { Calibration } from './Calibration';
import { quantizeRows, type QuantizedMatrix } from './quantizeMatrix';
import type { ChannelMap, Smoothing } from './smoothing';

/** A linear map for smoothed and quantized inputs: weight int8 by rows (one scale an output), bias float32. */
export interface QuantizedLinear extends QuantizedMatrix {
  bias: Float32Array;
}

/**
 * Quantizes the linear map y = W x + b for the smoothed input x' = (x - offset) / divisor:
 *
 * y = W' x' + W offset + b, with W' = W divisor, of which the int8 weight Q is the rounded one. The bias also takes
 * (W' - Q) mean(x'), what the rounding would shift the mean of the output by (bias correction, Nagel et al., 2019,
 * section 4.2).
 *
 * @param limit largest magnitude of an integer weight
 */
export function quantizedLinear(
  checkpoint: Checkpoint,
  calibration: Calibration,
  smoothing: Smoothing,
  linear: string,
  limit: number,
): QuantizedLinear {
  const site = siteOf(linear);
  const input = smoothing.get(site);
  const means = calibration.get(site)?.means;
  if (input === undefined || means === undefined) throw new Error(`no calibration for ${site}`);
  const weight = checkpoint.weights.read(`${linear}.weight`);
  const bias = checkpoint.weights.read(`${linear}.bias`);
  const columns = means.length;

  addProduct(bias, weight, input.offsets);
  for (let i = 0; i < weight.length; i++) weight[i] = (weight[i] ?? 0) * (input.divisors[i % columns] ?? 1);
  const output = smoothing.get(linear.replace(/\.v_lin$/, '.out_lin'));
  if (linear.endsWith('.attention.v_lin') && output !== undefined) mapOutputs(weight, bias, output);

  const matrix = quantizeRows(weight, columns, limit);
  const rounding = weight.map(
    (value, i) => value - (matrix.values[i] ?? 0) * (matrix.scales[Math.floor(i / columns)] ?? 0),
  );
  const smoothMeans = means.map((mean, i) => (mean - (input.offsets[i] ?? 0)) / (input.divisors[i] ?? 1));
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

/** Lets a linear map give its outputs smoothed: (W x + b - offset) / divisor. */
function mapOutputs(weight: Float32Array, bias: Float32Array, { offsets, divisors }: ChannelMap): void {
  const columns = weight.length / bias.length;
  for (let i = 0; i < weight.length; i++) {
    weight[i] = (weight[i] ?? 0) / (divisors[Math.floor(i / columns)] ?? 1);
  }
  for (let i = 0; i < bias.length; i++) bias[i] = ((bias[i] ?? 0) - (offsets[i] ?? 0)) / (divisors[i] ?? 1);
}
