import type { Weights } from '../architectures/Architecture';
import type { Calibration, ChannelStatistics } from './Calibration';
import type { Activation, LinearLayer } from './QuantizationScheme';

/**
 * What is done to the channels of an activation before it is quantized: smooth = (value - offset) / divisor, one
 * offset and divisor a channel. The linear layers that read it undo both in their weights and biases, so that no
 * result changes but for rounding.
 */
export interface ChannelMap {
  offsets: Float32Array;
  divisors: Float32Array;
}

/** The channel map of each activation, by its name. */
export type Smoothing = ReadonlyMap<string, ChannelMap>;

/**
 * Offsets centre each channel (Outlier Suppression+, Wei et al., 2023, equation 4), divisors even out its range
 * against the weights that multiply it (SmoothQuant, Xiao et al., 2023, equation 4, alpha = 0.5). An activation
 * with a floor is not centred but lifted to begin at zero: its values crowd there.
 */
export function smoothingOf(
  weights: Weights,
  activations: readonly Activation[],
  calibration: Calibration,
): Smoothing {
  return new Map(
    activations.map(({ name, floor, readers }) => {
      const statistics = calibration.get(name);
      if (statistics === undefined) throw new Error(`no calibration for ${name}`);
      const offsets = floor === undefined ? middles(statistics) : statistics.minima.map(() => floor);
      const reaches = offsets.map((offset, channel) => reach(statistics, channel, offset));
      const largest = largestOfColumns(weights, readers, offsets.length);
      return [name, { offsets, divisors: divisors(reaches, largest) }];
    }),
  );
}

function middles({ minima, maxima }: ChannelStatistics): Float32Array {
  return minima.map((minimum, channel) => (minimum + (maxima[channel] ?? minimum)) / 2);
}

function reach({ minima, maxima }: ChannelStatistics, channel: number, offset: number): number {
  return Math.max((maxima[channel] ?? 0) - offset, offset - (minima[channel] ?? 0));
}

function divisors(reaches: Float32Array, weights: Float32Array): Float32Array {
  return reaches.map((largest, channel) => {
    const divisor = Math.sqrt(largest / (weights[channel] ?? 0));
    // A channel that is always the same, or that no layer reads, needs no smoothing.
    return Number.isFinite(divisor) && divisor > 0 ? divisor : 1;
  });
}

/** The largest magnitude of each input's weights, over all the layers. */
function largestOfColumns(weights: Weights, layers: readonly LinearLayer[], columns: number): Float32Array {
  const largest = new Float32Array(columns);
  for (const { name } of layers) {
    const weight = weights.read(`${name}.weight`);
    for (let i = 0; i < weight.length; i++) {
      const column = i % columns;
      largest[column] = Math.max(largest[column] ?? 0, Math.abs(weight[i] ?? 0));
    }
  }
  return largest;
}
