import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { cacheFolder as defaultCacheFolder } from '../../common/cacheFolder';
import { EmostreamError } from '../../common/errors';
import { downloadHubModel, parseHubName } from './downloadHubModel';

export interface ModelFolderOptions {
  /** Where downloads are kept, in a folder `models`; emostream's cache folder by default. */
  cacheFolder?: string | undefined;
  /** Told how far a download is. */
  onProgress?: ((step: string) => void) | undefined;
}

/**
 * The folder of a model: what begins like a path, or is there, is a folder; anything else must be a hub name, which is
 * downloaded once.
 *
 * @throws EmostreamError `model_not_found`, or one of `downloadHubModel`
 */
export async function modelFolder(model: string, options: ModelFolderOptions = {}): Promise<string> {
  const path = resolve(model.replace(/^~(?=$|\/)/, homedir));
  if (existsSync(path)) return path;
  const name = /^[./~\\]/.test(model) ? undefined : parseHubName(model);
  if (name === undefined) {
    throw new EmostreamError(`there is no model folder ${path}`, {
      code: 'model_not_found',
      fault: 'configuration',
      hint: 'name a folder with config.json, model.safetensors and tokenizer.json, or a hub name like user/model',
    });
  }
  return downloadHubModel(name, {
    folder: join(options.cacheFolder ?? defaultCacheFolder(), 'models'),
    hubUrl: process.env['HF_ENDPOINT'],
    token: process.env['HF_TOKEN'],
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
}

/** How labels call the model that `modelFolder` found: by its hub name, or by the name of its folder. */
export function modelName(model: string, folder: string): string {
  return parseHubName(model) !== undefined && !existsSync(model) ? model : basename(resolve(folder));
}
