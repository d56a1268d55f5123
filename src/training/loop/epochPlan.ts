import { epochBatches } from '../data/epochBatches';
import { resample } from '../weighting/resample';
import type { TrainingSequence } from './TrainableModel';
import type { Hyperparameters } from './TrainOptions';

/**
 * The steps of each epoch: for each step its batches, for each batch the rows. It follows from the seed and the
 * epoch's number alone, so a resumed run asks again and skips what was done.
 *
 * @param sequences labelled ones, which are resampled, then those without a label, which are not
 */
export function epochPlan(
  sequences: readonly TrainingSequence[],
  hyperparameters: Hyperparameters,
): (epoch: number) => number[][][] {
  const { resampling, seed, gradientAccumulation } = hyperparameters;
  const unlabelled = [...sequences.keys()].filter((row) => sequences[row]?.label === undefined);
  const classes = sequences.flatMap(({ label }) => label ?? []);
  const lengths = sequences.map(({ tokens }) => tokens.length);
  return (epoch) => {
    const rows =
      resampling === undefined
        ? [...sequences.keys()]
        : [...resample(classes, resampling, seed, epoch), ...unlabelled];
    const batches = epochBatches(rows, lengths, epoch, hyperparameters);
    return Array.from({ length: Math.ceil(batches.length / gradientAccumulation) }, (_, step) =>
      batches.slice(step * gradientAccumulation, (step + 1) * gradientAccumulation),
    );
  };
}
