import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTrainingConfig } from '../../../src/model/architectures/distilbert/DistilBertConfig';
import { tensorShapes } from '../../../src/model/architectures/distilbert/tensors';
import type { Tokenizer } from '../../../src/model/Tokenizer';
import { normal, randomFor } from '../../../src/common/seededRandom';
import { writeSafetensors } from '../../../src/training/saveModel';

export const tinyVocabulary = 60;

/** Writes a random DistilBERT of two layers, 16 wide; without `labels` it is an encoder without a head. */
export function writeTinyBase(folder: string, labels?: readonly string[], layers = 2): void {
  mkdirSync(folder, { recursive: true });
  const config = {
    model_type: 'distilbert',
    vocab_size: tinyVocabulary,
    max_position_embeddings: 32,
    dim: 16,
    n_layers: layers,
    n_heads: 2,
    hidden_dim: 32,
    pad_token_id: 0,
    ...(labels && { id2label: Object.fromEntries(labels.map((label, id) => [id, label])) }),
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'tokenizer.json'), '{}');
  const shapes = tensorShapes(readTrainingConfig(folder), labels?.length ?? 1);
  const kept = [...shapes].filter(([name]) => labels !== undefined || !name.includes('classifier'));
  writeSafetensors(
    join(folder, 'model.safetensors'),
    kept.map(([name, shape], index) => ({
      name: labels === undefined ? name : name.includes('classifier') ? name : `distilbert.${name}`,
      shape,
      read: () => tinyTensor(name, shape, index),
    })),
  );
}

function tinyTensor(name: string, shape: readonly number[], index: number): Float32Array {
  const random = randomFor(7, index);
  const centre = /norm\.weight$/i.test(name) ? 1 : 0;
  const size = shape.reduce((product, dim) => product * dim, 1);
  return Float32Array.from({ length: size }, () => centre + 0.2 * normal(random));
}

/** A token a word: its letters decide which. */
export const wordTokenizer: Tokenizer = {
  encode(text, maxTokens) {
    const words = text
      .trim()
      .split(/\s+/)
      .slice(0, maxTokens - 2);
    const ids = words.map(
      (word) => 3 + (Array.from(word).reduce((sum, char) => sum + char.charCodeAt(0), 0) % 57),
    );
    return Int32Array.from([1, ...ids, 2]);
  },
};
