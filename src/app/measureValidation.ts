import type { LoadedModel } from '../model/loadModel';
import type { Validation } from '../model/engineFolder/Validation';
import { decileHistogram } from '../observability/drift/Histogram';

/** Texts given to the engine at once: enough to keep it busy. */
const batch = 64;

/**
 * What a model sees and says on texts that it was not trained on, for its drift to be told against. The texts need
 * no labels.
 *
 * @param texts at least one
 */
export async function measureValidation(
  { classifier, tokenizer }: Pick<LoadedModel, 'classifier' | 'tokenizer'>,
  texts: readonly string[],
): Promise<Validation> {
  const sequences = texts.map((text) => tokenizer.encode(text, classifier.maxTokens));
  const confidences: number[] = [];
  for (let start = 0; start < sequences.length; start += batch) {
    const answers = await classifier.classify(sequences.slice(start, start + batch));
    confidences.push(...answers.map((probabilities) => Math.max(...probabilities)));
  }
  return {
    confidence: decileHistogram(confidences),
    tokens: decileHistogram(sequences.map(({ length }) => length)),
  };
}
