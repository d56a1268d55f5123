import { prepareRun } from '../../training/loop/prepareRun';
import type { TrainParts } from '../../training/loop/train';
import type { TrainOptions } from '../../training/loop/TrainOptions';
import type { TrainingRows } from '../../training/loop/trainingData';
import { searchWeights } from '../../training/search/searchWeights';
import { defaultPowers, type WeightSearchResult } from '../../training/search/WeightSearch';
import type { CommandContext } from '../../cli/Command';
import { searchedWeighting, type TrainFlags } from './hyperparameters';
import { WeightSearchView } from '../../cli/views/WeightSearchView';

/**
 * The search that `--weighting search` asks for, shown on stderr.
 *
 * @param rows of the run proper
 * @param options of the run proper
 * @returns undefined for any other weighting
 * @throws EmostreamError those of `searchWeights`, and whatever would stop the run proper before its first step
 */
export async function weightSearch(
  rows: TrainingRows,
  options: TrainOptions,
  parts: TrainParts,
  flags: TrainFlags,
  context: Pick<CommandContext, 'stderr'>,
): Promise<WeightSearchResult | undefined> {
  if (flags.weighting !== searchedWeighting) return undefined;
  // A mistake in what only the run proper reads, such as the test rows, must not be told after hours of search.
  prepareRun(rows, options, parts.tensorflow, parts.tokenizer);
  const { epochs, searchEpochs = epochs, searchSplits: splits, searchValidation: validation } = flags;
  const search = { powers: defaultPowers, epochs: searchEpochs, splits, validation };
  const view = new WeightSearchView(search, context);
  const result = await searchWeights(rows, options, parts, search, view.onEvent);
  view.showResult(result);
  return result;
}
