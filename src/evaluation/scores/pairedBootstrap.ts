import { type BootstrapOptions, confidenceLevel } from './bootstrapIntervals';
import { type Difference, meanDifference } from './meanDifference';

export interface PairedBootstrap {
  level: number;
  resamples: number;
  seed: number;
  accuracy: Difference;
  macroF1: Difference;
}

/**
 * How far the second run is above the first, with 95 % percentile intervals, as `meanDifference` of one run each.
 *
 * @throws EmostreamError `unknown_label`
 */
export function pairedBootstrap(
  gold: readonly string[],
  first: readonly string[],
  second: readonly string[],
  labels: readonly string[],
  { seed, resamples = 1000 }: BootstrapOptions,
): PairedBootstrap {
  const { accuracy, macroF1 } = meanDifference(gold, [first], [second], labels, { seed, resamples });
  return { level: confidenceLevel, resamples, seed, accuracy, macroF1 };
}
