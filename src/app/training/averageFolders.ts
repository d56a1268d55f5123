import { resolve } from 'node:path';
import { EmostreamError } from '../../common/errors';
import { averageModels } from '../../training/averageModels';

/**
 * Writes a checkpoint with the mean of the weights of several.
 *
 * @param out folder to write
 * @returns the labels of the model
 * @throws EmostreamError `bad_argument`, and those of `averageModels`
 */
export function averageFolders(folders: readonly string[], out: string): { labels: readonly string[] } {
  const bad = (message: string, hint: string) =>
    new EmostreamError(message, { code: 'bad_argument', fault: 'configuration', hint });
  if (folders.length < 2) throw bad('there is one model to average', 'name two or more checkpoints');
  if (folders.some((folder) => resolve(folder) === resolve(out))) {
    throw bad(`--out ${out} is one of the models to average`, 'write the mean into a folder of its own');
  }
  return averageModels(folders, out);
}
