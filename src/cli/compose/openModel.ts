import type { optionGroups } from '../../config/optionGroups';
import type { OptionValues } from '../../config/options';
import { loadModel, type LoadedModel } from '../../model/loadModel';
import type { CommandContext } from '../Command';
import { progressLine } from '../output/progressLine';

export type ModelOptions = Pick<OptionValues, (typeof optionGroups)['model'][number]>;

/** Loads the model that the options name, warm and ready; long steps are shown on stderr. */
export function openModel(options: ModelOptions, context: CommandContext): Promise<LoadedModel> {
  return loadModel({
    model: options.model,
    precision: options.precision,
    threads: options.threads,
    onProgress: progressLine(context),
  });
}
