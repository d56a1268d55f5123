import type { OptionValues } from '../../config/options';
import type { optionGroups } from '../../config/optionGroups';
import { EmostreamError } from '../../common/errors';
import {
  defaultHyperparameters,
  parseWeighting,
  type DistillationOptions,
  type Hyperparameters,
  type LossOptions,
  type Resampling,
} from '../../training/recipe';

/** The value of `--weighting` for weights that are looked for. */
export const searchedWeighting = 'search';

export type TrainFlags = Pick<OptionValues, (typeof optionGroups)['training'][number]>;

/**
 * The hyperparameters that the command line asks for. With `--weighting search` they are without weights, which are yet
 * to be found.
 *
 * @param labels in the order in which weights without a name are meant
 * @throws EmostreamError `bad_option` where two flags exclude each other, `bad_weights`
 */
export function hyperparameters(flags: TrainFlags, labels: readonly string[]): Hyperparameters {
  const { epochs, batchSize, gradientAccumulation, learningRate, warmupRatio, weightDecay } = flags;
  const { maxGradNorm, dropout, maxLength, layers, lengthSorted, matmulPrecision } = flags;
  const { validation, keep, averageEpochs, patience, seed, headSeed } = flags;
  return {
    ...defaultHyperparameters,
    ...{ epochs, batchSize, gradientAccumulation, learningRate, warmupRatio, weightDecay },
    ...{ maxGradNorm, dropout, maxLength, layers, lengthSorted, matmulPrecision },
    ...{ validation, keep, averageEpochs, patience, seed, headSeed },
    weighting: flags.weighting === searchedWeighting ? 'none' : parseWeighting(flags.weighting, labels),
    resampling: resamplingOf(flags),
    loss: lossOf(flags),
    distillation: distillationOf(flags),
  };
}

function resamplingOf({ oversample, undersample }: TrainFlags): Resampling | undefined {
  if (oversample !== undefined && undersample !== undefined) throw both('--oversample', '--undersample');
  if (oversample !== undefined) return { method: 'over', balance: oversample };
  return undersample === undefined ? undefined : { method: 'under', balance: undersample };
}

function distillationOf({
  teacher,
  temperature,
  teacherWeight,
}: TrainFlags): DistillationOptions | undefined {
  return teacher === undefined ? undefined : { temperature, teacherWeight };
}

function lossOf({ focal, logitAdjusted }: TrainFlags): LossOptions {
  if (focal !== undefined && logitAdjusted !== undefined) throw both('--focal', '--logit-adjusted');
  if (focal !== undefined) return { kind: 'focal', gamma: focal };
  return logitAdjusted === undefined
    ? { kind: 'cross-entropy' }
    : { kind: 'logit-adjusted', tau: logitAdjusted };
}

function both(first: string, second: string): EmostreamError {
  return new EmostreamError(`${first} and ${second} exclude each other`, {
    code: 'bad_option',
    fault: 'configuration',
    hint: 'leave one of them out',
  });
}
