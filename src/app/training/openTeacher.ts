import { loadModel, modelFolder } from '../../model';
import { isEngineFolder, readManifest } from '../../model/engineFolder/EngineManifest';
import type { Teacher } from '../../training/distillation';

/** Smaller probabilities round to 0 in float32, of which there is no logarithm. */
const leastProbability = 1e-37;

/**
 * A model as a teacher, on ONNX Runtime: in float32, or as an engine folder is made.
 *
 * @param maxTokens of a text; the rest is cut, as for the student
 * @throws EmostreamError those of `loadModel`
 */
export async function openTeacher(
  name: string,
  maxTokens: number,
  onProgress: (line: string) => void,
): Promise<Teacher & { close(): Promise<void> }> {
  const folder = await modelFolder(name, { onProgress });
  const precision = isEngineFolder(folder) ? readManifest(folder).precision : 'float32';
  const { classifier, tokenizer } = await loadModel({ model: folder, precision, onProgress });
  const limit = Math.min(maxTokens, classifier.maxTokens);
  return {
    name,
    fingerprint: classifier.model.hash,
    labels: classifier.labels,
    answer: async (texts) => {
      const probabilities = await classifier.classify(texts.map((text) => tokenizer.encode(text, limit)));
      return probabilities.map((row) => row.map((each) => Math.log(Math.max(each, leastProbability))));
    },
    close: () => classifier.close(),
  };
}
