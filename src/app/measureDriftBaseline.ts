import type { DriftBaseline } from '../model/engineFolder/DriftBaseline';
import type { LoadedModel } from '../model/loadModel';
import { decileBins } from '../observability/drift/deciles';

/** Texts given to the engine at once: enough to keep it busy. */
const batch = 64;

/**
 * What a model sees and says on texts that it was not trained on: drift on a stream is measured from it. The texts need
 * no labels.
 *
 * @param texts at least one
 */
export async function measureDriftBaseline(
  { classifier, tokenizer }: Pick<LoadedModel, 'classifier' | 'tokenizer'>,
  texts: readonly string[],
): Promise<DriftBaseline> {
  const sequences = texts.map((text) => tokenizer.encode(text, classifier.maxTokens));
  const confidences: number[] = [];
  for (let start = 0; start < sequences.length; start += batch) {
    const answers = await classifier.classify(sequences.slice(start, start + batch));
    confidences.push(...answers.map((probabilities) => Math.max(...probabilities)));
  }
  return {
    confidence: decileBins(confidences),
    tokens: decileBins(sequences.map(({ length }) => length)),
  };
}
