import { join } from 'node:path';
import { cacheFolder as defaultCacheFolder } from '../common/cacheFolder';
import { EmostreamError } from '../common/errors';
import { packageRoot } from '../common/packageRoot';
import { systemError } from '../common/systemError';
import { trainingCountsOf, type ClassCounts } from './checkpoint/RunFile';
import type { Classifier } from './Classifier';
import { cachedEngine } from './engineFolder/cachedEngine';
import type { DriftBaseline } from './engineFolder/DriftBaseline';
import { isEngineFolder, readManifest, type Precision } from './engineFolder/EngineManifest';
import { openOnnxEngine } from './engines/onnx/onnxEngine';
import { openTfjsEngine } from './engines/tfjs/tfjsEngine';
import { modelFolder, modelName } from './resolve/modelFolder';
import type { Tokenizer } from './Tokenizer';
import { HuggingFaceTokenizer } from './tokenizer/HuggingFaceTokenizer';

/** What runs a model: ONNX Runtime, or TensorFlow.js (a checkpoint in float32, on a GPU where there is one). */
export type EngineName = 'auto' | 'onnx' | 'tfjs';

export interface LoadModelOptions {
  /** A folder (checkpoint or engine), or a hub name `user/model[@revision]`; the embedded default when left out. */
  model?: string | undefined;
  /** auto by default, which takes onnx. */
  engine?: EngineName | undefined;
  /** Of the ONNX engine; int8 by default. */
  precision?: Precision | undefined;
  /** Processors that the ONNX engine uses; all by default. */
  threads?: number | undefined;
  /** Where downloads and built engines are kept; emostream's cache folder by default. */
  cacheFolder?: string | undefined;
  /** Told what is being done when it takes long (download, building an engine), one sentence a step. */
  onProgress?: ((step: string) => void) | undefined;
}

/** A classifier that is warm, and what belongs to it. */
export interface LoadedModel {
  classifier: Classifier;
  tokenizer: Tokenizer;
  /** Rows of each class in the training data, where the folder tells. */
  trainingCounts?: ClassCounts | undefined;
  /** What the model saw and said when it was validated, where the engine folder tells. */
  driftBaseline?: DriftBaseline | undefined;
}

const defaultModelFolder = join(packageRoot, 'models', 'es-emotion');

/**
 * Finds a model, makes its engine where there is none yet, loads it and warms it up.
 *
 * @throws EmostreamError `model_not_found`, `bad_checkpoint`, `precision_unavailable`, `engine_needs_checkpoint`,
 *   `engine_failed`, `tensorflow_missing`, `system_error` for what the machine refuses, or one of
 *   `downloadHubModel`
 *
 * @example
 * import { Labeller, loadModel } from 'emostream';
 *
 * const model = await loadModel({ onProgress: (step) => console.error(step) });
 * const [answer] = await new Labeller(model).label(['¡Qué alegría verte!']);
 * console.log(answer?.emotion); // joy
 * await model.classifier.close();
 */
export async function loadModel(options: LoadModelOptions = {}): Promise<LoadedModel> {
  const { model } = options;
  try {
    const folder = model === undefined ? defaultModelFolder : await modelFolder(model, options);
    const name = modelName(model ?? folder, folder);
    return await (options.engine === 'tfjs' ? loadTfjs(folder, name) : loadOnnx(folder, name, options));
  } catch (error) {
    throw systemError(error);
  }
}

async function loadOnnx(folder: string, name: string, options: LoadModelOptions): Promise<LoadedModel> {
  const { precision = 'int8', threads, onProgress } = options;
  const cacheFolder = options.cacheFolder ?? defaultCacheFolder();
  const engine = isEngineFolder(folder)
    ? withPrecision(folder, precision)
    : await cachedEngine(folder, { precision, name, cacheFolder, onProgress });
  const tokenizer = await HuggingFaceTokenizer.load(engine);
  const classifier = await openOnnxEngine(engine, { threads });
  const { trainingCounts, validation: driftBaseline } = readManifest(engine);
  return { classifier, tokenizer, trainingCounts, driftBaseline };
}

/** The network that training uses: it needs the checkpoint itself, not an engine file made of it. */
async function loadTfjs(folder: string, name: string): Promise<LoadedModel> {
  if (isEngineFolder(folder)) {
    const what = folder === defaultModelFolder ? 'the embedded model' : folder;
    throw new EmostreamError(`--engine tfjs needs a checkpoint, and ${what} is an ONNX engine`, {
      code: 'engine_needs_checkpoint',
      fault: 'configuration',
      hint: 'name a checkpoint folder or a hub model with --model',
    });
  }
  const trainingCounts = trainingCountsOf(folder);
  const tokenizer = await HuggingFaceTokenizer.load(folder);
  return { classifier: await openTfjsEngine(folder, name), tokenizer, trainingCounts };
}

/** An engine folder is taken as it is, if it is what was asked for. */
function withPrecision(folder: string, precision: Precision): string {
  const manifest = readManifest(folder);
  if (manifest.precision === precision) return folder;
  const what = folder === defaultModelFolder ? 'the embedded model' : `the engine in ${folder}`;
  throw new EmostreamError(`${what} is ${manifest.precision} only, not ${precision}`, {
    code: 'precision_unavailable',
    fault: 'configuration',
    hint: `leave --precision out, or name the checkpoint that it was made of with --model`,
  });
}
