import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../common/writeWhole';
import { nameInFile } from '../model/architectures/distilbert/tensors';
import type { BaseModel } from './BaseModel';

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
  writeWhole(join(folder, 'config.json'), JSON.stringify(json, undefined, 2) + '\n');
  for (const name of tokenizerFiles) {
    const source = join(base.folder, name);
    // Not copied with its mode: a base that may not be written would make a model that cannot be saved again.
    if (existsSync(source)) writeFileSync(join(folder, name), readFileSync(source));
  }
  writeSafetensors(
    join(folder, 'model.safetensors'),
    [...base.shapes].map(([name, shape]) => ({
      name: nameInFile(name),
      shape,
      read: () => read(name),
    })),
  );
}

/** One tensor to write; its values are asked for when their turn comes, so that a model is never in memory twice. */
export interface TensorToWrite {
  name: string;
  shape: readonly number[];
  read(): Float32Array;
}

/**
 * Writes a safetensors file of float32 tensors: 8 bytes of header length, the JSON header padded with spaces to a
 * multiple of 8, the data in the header's order (format specification of huggingface/safetensors). A file of that name
 * is always whole.
 *
 * @param metadata string to string; transformers asks for `format: "pt"`
 */
export function writeSafetensors(
  path: string,
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): void {
  let offset = 0;
  const entries = tensors.map(({ name, shape }) => {
    const begin = offset;
    offset += 4 * shape.reduce((product, dim) => product * dim, 1);
    return [name, { dtype: 'F32', shape, data_offsets: [begin, offset] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const header = Buffer.from(json + ' '.repeat(7 - ((Buffer.byteLength(json) + 7) % 8)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));

  writeWhole(path, (write) => {
    write(length);
    write(header);
    for (const tensor of tensors) {
      const values = tensor.read();
      write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
  });
}
