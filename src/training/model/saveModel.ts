import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BaseModel } from './BaseModel';
import { writeSafetensors } from './writeSafetensors';

/** Whatever a Hugging Face folder has beside its weights to make token ids of text. */
const tokenizerFiles = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.txt',
  'vocab.json',
  'merges.txt',
  'sentencepiece.bpe.model',
  'spiece.model',
];

/**
 * Saves a fine-tuned model as a Hugging Face folder: config.json with its labels, model.safetensors in float32, the
 * base's tokenizer files. transformers' DistilBertForSequenceClassification.from_pretrained loads it, and `run
 * --model` does.
 *
 * @param read values of a parameter, by its name without the `distilbert.` prefix
 */
export function saveModel(folder: string, base: BaseModel, read: (name: string) => Float32Array): void {
  mkdirSync(folder, { recursive: true });
  const { config, labels } = base;
  const json = {
    ...config.json,
    architectures: ['DistilBertForSequenceClassification'],
    n_layers: config.layers,
    dtype: 'float32',
    problem_type: 'single_label_classification',
    id2label: Object.fromEntries(labels.map((label, id) => [String(id), label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(json, undefined, 2) + '\n');
  for (const name of tokenizerFiles) {
    const source = join(base.folder, name);
    // Not copied with its mode: a base that may not be written would make a model that cannot be saved again.
    if (existsSync(source)) writeFileSync(join(folder, name), readFileSync(source));
  }
  writeSafetensors(
    join(folder, 'model.safetensors'),
    [...base.shapes].map(([name, shape]) => ({
      name: isHead(name) ? name : `distilbert.${name}`,
      shape,
      read: () => read(name),
    })),
  );
}

function isHead(name: string): boolean {
  return name.startsWith('pre_classifier.') || name.startsWith('classifier.');
}
