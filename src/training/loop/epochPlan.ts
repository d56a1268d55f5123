import { epochBatches } from '../data/epochBatches';
import { resample } from '../weighting/resample';
import type { LabelledSequence } from './TrainableModel';
import type { Hyperparameters } from './TrainOptions';

/**
 * The steps of each epoch: for each step its batches, for each batch the rows. It follows from the seed and the
 * epoch's number alone, so a resumed run asks again and skips what was done.
 */
export function epochPlan(
  sequences: readonly LabelledSequence[],
  hyperparameters: Hyperparameters,
): (epoch: number) => number[][][] {
  const { resampling, seed, gradientAccumulation } = hyperparameters;
  const classes = sequences.map(({ label }) => label);
  const lengths = sequences.map(({ tokens }) => tokens.length);
  return (epoch) => {
    const rows =
      resampling === undefined ? [...sequences.keys()] : resample(classes, resampling, seed, epoch);
    const batches = epochBatches(rows, lengths, epoch, hyperparameters);
    return Array.from({ length: Math.ceil(batches.length / gradientAccumulation) }, (_, step) =>
      batches.slice(step * gradientAccumulation, (step + 1) * gradientAccumulation),
    );
  };
}
