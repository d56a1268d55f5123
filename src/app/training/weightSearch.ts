import type { TrainingRows } from '../../training/data';
import { prepareTraining, type TrainOptions } from '../../training/prepareTraining';
import {
  defaultPowers,
  searchTeacher,
  searchWeights,
  type WeightSearchEvent,
  type WeightSearchOptions,
  type WeightSearchResult,
} from '../../training/searchWeights';
import type { TrainParts } from '../../training/train';
import { searchedWeighting, type TrainFlags } from './hyperparameters';

export { powerName } from '../../training/searchWeights';

/**
 * How `--weighting search` looks for weights.
 *
 * @returns undefined for any other weighting
 */
export function searchOptions(flags: TrainFlags): WeightSearchOptions | undefined {
  if (flags.weighting !== searchedWeighting) return undefined;
  const { epochs, searchEpochs = epochs, searchSplits: splits, searchValidation: validation } = flags;
  return { powers: defaultPowers, epochs: searchEpochs, splits, validation };
}

/**
 * The search for weights before a training run.
 *
 * @returns what was found, and the options of the training run proper with it
 * @param rows of the training run proper
 * @param options of the training run proper
 * @throws EmostreamError those of `searchWeights`, and what would stop the training run proper before its first step
 */
export async function weightSearch(
  rows: TrainingRows,
  options: TrainOptions,
  parts: TrainParts,
  search: WeightSearchOptions,
  onEvent: (event: WeightSearchEvent) => void,
): Promise<{ search: WeightSearchResult; options: TrainOptions }> {
  // A mistake in what only the training run proper reads, such as the test rows, must be told before hours of search.
  prepareTraining(rows, options, parts.tensorflow, parts.tokenizer);
  const found = await searchWeights(rows, options, parts, search, onEvent);
  const teacher = options.teacher && (await searchTeacher(options.teacher, rows, options.out, parts));
  const hyperparameters = { ...options.hyperparameters, weighting: found.best.weights };
  return { search: found, options: { ...options, hyperparameters, teacher } };
}
