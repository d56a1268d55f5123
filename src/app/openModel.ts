import type { OptionValues } from '../config/options';
import type { optionGroups } from '../config/optionGroups';
import { EmostreamError } from '../common/errors';
import { HuggingFaceTokenizer, trainingCountsOf } from '../model';
import { loadModel, modelFolder, type LoadedModel } from '../model/loadModel';
import { TfjsClassifier } from '../model/engines/tfjs/TfjsClassifier';

export type ModelOptions = Pick<OptionValues, (typeof optionGroups)['model'][number]>;

/**
 * Loads the model that the options name, warm and ready.
 *
 * @param onProgress told what is being done when it takes long (download, building an engine), one sentence a step
 */
export function openModel(options: ModelOptions, onProgress: (step: string) => void): Promise<LoadedModel> {
  if (options.engine === 'tfjs') return openTfjs(options.model, onProgress);
  const { model, precision, threads } = options;
  return loadModel({ model, precision, threads, onProgress });
}

/** The training graph as an engine: it needs the checkpoint itself, not an engine file made of it. */
async function openTfjs(model: string | undefined, onProgress: (step: string) => void): Promise<LoadedModel> {
  if (model === undefined) {
    throw new EmostreamError(
      '--engine tfjs needs a checkpoint, and the embedded model is an ONNX engine file',
      {
        code: 'engine_needs_checkpoint',
        fault: 'configuration',
        hint: 'name a checkpoint folder or a hub model with --model',
      },
    );
  }
  const folder = await modelFolder(model, { onProgress });
  const trainingCounts = trainingCountsOf(folder);
  const [classifier, tokenizer] = await Promise.all([
    TfjsClassifier.load(folder),
    HuggingFaceTokenizer.load(folder),
  ]);
  return { classifier, tokenizer, trainingCounts };
}
