import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import { loadModel, type LoadedModel } from '../model';

export type ModelOptions = Pick<OptionValues, (typeof optionGroups)['model'][number]>;

/**
 * Loads the model that the options name, warm and ready.
 *
 * @param onProgress told what is being done when it takes long (download, building an engine), one sentence a step
 */
export function openModel(options: ModelOptions, onProgress: (step: string) => void): Promise<LoadedModel> {
  const { model, engine, precision, threads } = options;
  return loadModel({ model, engine, precision, threads, onProgress });
}
