import type { Checkpoint } from '../checkpoint/Checkpoint';
import { allSites, readersOf } from '../architectures/distilbert/sites';
import type { Calibration, ChannelStatistics } from './Calibration';

/**
 * What is done to the channels of an activation before it is quantized: smooth = (value - offset) / divisor, one
 * offset and divisor a channel. The linear maps that read it undo both in their weights and biases, so that no
 * result changes but for rounding.
 */
export interface ChannelMap {
  offsets: Float32Array;
  divisors: Float32Array;
}

/** The channel map of each site. */
export type Smoothing = ReadonlyMap<string, ChannelMap>;

/** GELU is nowhere smaller (its minimum is -0.16998 at -0.75179). */
const geluFloor = -0.17;

/**
 * Offsets centre each channel (Outlier Suppression+, Wei et al., 2023, equation 4), divisors even out its range
 * against the weights that multiply it (SmoothQuant, Xiao et al., 2023, equation 4, alpha = 0.5). The activation
 * inside the feed-forward network is not centred but lifted to begin at zero: its values crowd there.
 */
export function smoothingOf(checkpoint: Checkpoint, calibration: Calibration): Smoothing {
  const floor = checkpoint.config.activation === 'gelu' ? geluFloor : 0;
  return new Map(
    allSites(checkpoint.config).map((site) => {
      const statistics = calibration.get(site);
      if (statistics === undefined) throw new Error(`no calibration for ${site}`);
      const offsets = isActivated(site) ? statistics.minima.map(() => floor) : middles(statistics);
      const reaches = offsets.map((offset, channel) => reach(statistics, channel, offset));
      const weights = largestOfColumns(checkpoint, readersOf(site), offsets.length);
      return [site, { offsets, divisors: divisors(reaches, weights) }];
    }),
  );
}

/** Whether a site holds what GELU or ReLU gave. */
export function isActivated(site: string): boolean {
  return site.endsWith('.ffn.lin2');
}

/**
 * Whether a site's channels come mapped from the linear map before it: attention's weights sum to 1, so an offset
 * and a divisor of its result can be moved into the value map.
 */
export function isFolded(site: string): boolean {
  return site.endsWith('.attention.out_lin');
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
    // A channel that is always the same, or that no map reads, needs no smoothing.
    return Number.isFinite(divisor) && divisor > 0 ? divisor : 1;
  });
}

/** The largest magnitude of each input's weights, over all the maps. */
function largestOfColumns(checkpoint: Checkpoint, linears: readonly string[], columns: number): Float32Array {
  const largest = new Float32Array(columns);
  for (const linear of linears) {
    const weight = checkpoint.weights.read(`${linear}.weight`);
    for (let i = 0; i < weight.length; i++) {
      const column = i % columns;
      largest[column] = Math.max(largest[column] ?? 0, Math.abs(weight[i] ?? 0));
    }
  }
  return largest;
}
