import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { cacheFolder as defaultCacheFolder } from '../common/cacheFolder';
import { EmostreamError } from '../common/errors';
import { packageRoot } from '../common/packageRoot';
import type { Classifier } from './Classifier';
import { OnnxClassifier } from './engines/onnx/OnnxClassifier';
import { engineFormat, isEngineFolder, readManifest, type Precision } from './engineFolder/EngineManifest';
import { exportEngine } from './engineFolder/exportEngine';
import { sourceHash } from './engineFolder/sourceFiles';
import { openCheckpoint } from './checkpoint/Checkpoint';
import type { ClassCounts } from './checkpoint/ClassCounts';
import { trainingCountsOf } from './checkpoint/RunFile';
import { defaultCalibrationTexts } from './quantization/calibrationTexts';
import { downloadHubModel, parseHubName } from './resolve/downloadHubModel';
import type { Validation } from './engineFolder/Validation';
import type { Tokenizer } from './Tokenizer';
import { HuggingFaceTokenizer } from './tokenizer/HuggingFaceTokenizer';

export interface LoadModelOptions {
  /** A folder (checkpoint or engine), or a hub name `user/model[@revision]`; the embedded default when left out. */
  model?: string | undefined;
  /** int8 by default. */
  precision?: Precision | undefined;
  /** Processors to use; all by default. */
  threads?: number | undefined;
  /** Where downloads and built engines are kept; emostream's cache folder by default. */
  cacheFolder?: string | undefined;
  /** Told what is being done when it takes long (download, building an engine), one sentence a step. */
  onProgress?: ((step: string) => void) | undefined;
}

export interface LoadedModel {
  classifier: Classifier;
  tokenizer: Tokenizer;
  /** Rows of each class in the training data, where the folder tells. */
  trainingCounts?: ClassCounts | undefined;
  /** What the model saw and said when it was validated, where the engine folder tells. */
  validation?: Validation | undefined;
}

const defaultModelFolder = join(packageRoot, 'models', 'es-emotion');

/**
 * Finds a model, makes its engine where there is none yet, loads it and warms it up.
 *
 * @throws EmostreamError `model_not_found`, `bad_checkpoint`, `precision_unavailable`, `engine_failed`, or one of
 *   `downloadHubModel`
 */
export async function loadModel(options: LoadModelOptions = {}): Promise<LoadedModel> {
  const folder = await engineFolderOf(options);
  const tokenizer = await HuggingFaceTokenizer.load(folder);
  const threads = options.threads;
  const classifier = await OnnxClassifier.load(folder, threads === undefined ? {} : { threads });
  const { trainingCounts, validation } = readManifest(folder);
  return { classifier, tokenizer, trainingCounts, validation };
}

async function engineFolderOf(options: LoadModelOptions): Promise<string> {
  const { model, precision = 'int8' } = options;
  const cache = options.cacheFolder ?? defaultCacheFolder();
  const folder = model === undefined ? defaultModelFolder : await modelFolder(model, options);
  if (!isEngineFolder(folder)) return builtEngine(folder, model ?? folder, precision, cache, options);
  const manifest = readManifest(folder);
  if (manifest.precision !== precision) {
    const what = model === undefined ? 'the embedded model' : `the engine in ${folder}`;
    throw new EmostreamError(`${what} is ${manifest.precision} only, not ${precision}`, {
      code: 'precision_unavailable',
      fault: 'configuration',
      hint: `leave --precision out, or name the checkpoint that it was made of with --model`,
    });
  }
  return folder;
}

/**
 * The folder of a model: what begins like a path, or is there, is a folder; anything else must be a hub name, which is
 * downloaded once.
 *
 * @throws EmostreamError `model_not_found`, or one of `downloadHubModel`
 */
export async function modelFolder(
  model: string,
  options: Pick<LoadModelOptions, 'cacheFolder' | 'onProgress'> = {},
): Promise<string> {
  const cache = options.cacheFolder ?? defaultCacheFolder();
  const path = resolve(model.replace(/^~(?=$|\/)/, homedir()));
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
    folder: join(cache, 'models'),
    hubUrl: process.env['HF_ENDPOINT'],
    token: process.env['HF_TOKEN'],
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
}

/** Built once for a content, precision and version of this code; the name is only how labels call it. */
async function builtEngine(
  folder: string,
  model: string,
  precision: Precision,
  cache: string,
  options: LoadModelOptions,
): Promise<string> {
  openCheckpoint(folder);
  const calibrationTexts = defaultCalibrationTexts();
  const name = parseHubName(model) !== undefined && !existsSync(model) ? model : basename(resolve(folder));
  const source = [await sourceHash(folder), trainingCountsOf(folder)];
  const made = [...source, name, precision, engineFormat, calibrationTexts];
  const key = createHash('sha256').update(JSON.stringify(made)).digest('hex');
  const engine = join(cache, 'engines', key);
  if (isEngineFolder(engine)) return engine;
  options.onProgress?.(`building the ${precision} engine of ${name} (once)`);
  await exportEngine(folder, engine, {
    precision,
    calibrationTexts,
    name,
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  return engine;
}
