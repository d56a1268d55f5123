import { messageOf } from '../common/errors';
import { loadModel, type LoadModelOptions } from './loadModel';

/** What `emostream doctor` says of the model. */
export interface ModelCheck {
  name: string;
  ok: boolean;
  detail: string;
  hint: string;
}

const text = '¡Qué alegría tan grande, hemos ganado!';

/** Loads the model and labels a text for real. Never throws. */
export async function checkModel(options: LoadModelOptions): Promise<ModelCheck[]> {
  const name = 'Model';
  try {
    const { classifier, tokenizer } = await loadModel(options);
    try {
      const startedAt = performance.now();
      const [probabilities] = await classifier.classify([tokenizer.encode(text, classifier.maxTokens)]);
      const milliseconds = (performance.now() - startedAt).toFixed(1);
      const best = probabilities?.indexOf(Math.max(...probabilities)) ?? -1;
      const { model, engine, labels } = classifier;
      const detail = `${model.name} on ${engine} labels a text as ${labels[best] ?? '?'} in ${milliseconds} ms`;
      return [{ name, ok: true, detail, hint: '' }];
    } finally {
      await classifier.close();
    }
  } catch (error) {
    return [
      { name, ok: false, detail: messageOf(error), hint: 'npm ci brings the inference engine and the model' },
    ];
  }
}
