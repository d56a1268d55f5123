import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensorShapes } from '../../src/model/architectures/distilbert/tensors';

export interface MadeConfig {
  dim: number;
  layers: number;
  heads: number;
  hiddenDim: number;
  activation: 'gelu' | 'relu';
  labels: readonly string[];
  sinusoidalPositions: boolean;
}
const defaults: MadeConfig = {
  dim: 24,
  layers: 2,
  heads: 3,
  hiddenDim: 40,
  activation: 'gelu',
  labels: ['good', 'bad', 'ugly'],
  sinusoidalPositions: false,
};
const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'hola', 'mundo', 'que', 'tal', 'todo', 'bien'];
const maxPositions = 32;

export interface MadeTensor {
  dtype: string;
  shape: readonly number[];
  data: Uint8Array;
}

export interface MadeCheckpoint {
  folder: string;
  config: MadeConfig;
  /** By name without the `distilbert.` prefix. */
  tensors: ReadonlyMap<string, Float32Array>;
}

/** Writes a small DistilBERT classifier with pseudo-random weights and a ten-word WordPiece tokenizer. */
export function makeCheckpoint(folder: string, overrides: Partial<MadeConfig> = {}): MadeCheckpoint {
  const config = { ...defaults, ...overrides };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(configJson(config)));
  writeTokenizer(folder);
  const random = generator(42);
  const shapes = tensorShapes(
    { ...config, vocabSize: words.length, maxPositions, padId: 0 },
    config.labels.length,
  );
  const tensors = new Map(
    [...shapes].map(([name, shape]) => {
      const length = shape.reduce((a, b) => a * b, 1);
      const offset = name.endsWith('orm.weight') ? 1 : 0;
      return [name, Float32Array.from({ length }, () => offset + 0.4 * random())];
    }),
  );
  if (config.sinusoidalPositions) tensors.delete('embeddings.position_embeddings.weight');
  writeSafetensors(
    join(folder, 'model.safetensors'),
    new Map(
      [...tensors].map(([name, values]) => [
        /classifier/.test(name) ? name : `distilbert.${name}`,
        { dtype: 'F32', shape: shapes.get(name) ?? [], data: new Uint8Array(values.buffer) },
      ]),
    ),
  );
  return { folder, config, tensors };
}

export function configJson(config: MadeConfig = defaults): Record<string, unknown> {
  return {
    model_type: 'distilbert',
    dim: config.dim,
    n_layers: config.layers,
    n_heads: config.heads,
    hidden_dim: config.hiddenDim,
    activation: config.activation,
    sinusoidal_pos_embds: config.sinusoidalPositions,
    vocab_size: words.length,
    max_position_embeddings: maxPositions,
    pad_token_id: 0,
    id2label: Object.fromEntries(config.labels.map((label, id) => [id, label])),
  };
}

export function writeSafetensors(path: string, tensors: ReadonlyMap<string, MadeTensor>): void {
  let offset = 0;
  const header: Record<string, unknown> = {};
  for (const [name, { dtype, shape, data }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [offset, (offset += data.length)] };
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(path, Buffer.concat([length, json, ...[...tensors.values()].map(({ data }) => data)]));
}

/** Changes the values of a float32 tensor of a checkpoint; `name` as in the file. */
export function withTensor(folder: string, name: string, change: (values: Float32Array) => void): void {
  const path = join(folder, 'model.safetensors');
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, start).toString()) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  const [from, to] = header[name]!.data_offsets;
  const values = new Float32Array(Uint8Array.from(bytes.subarray(start + from, start + to)).buffer);
  change(values);
  bytes.set(new Uint8Array(values.buffer), start + from);
  writeFileSync(path, bytes);
}

function writeTokenizer(folder: string): void {
  const special = (id: number) => ({ id: words[id], type_id: 0 });
  const tokenizer = {
    version: '1.0',
    added_tokens: [0, 1, 2, 3].map((id) => ({ id, content: words[id], special: true, normalized: false })),
    normalizer: { type: 'BertNormalizer', lowercase: true, strip_accents: true, clean_text: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: special(2) },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: special(3) },
      ],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
    },
  };
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  writeFileSync(
    join(folder, 'tokenizer_config.json'),
    JSON.stringify({ tokenizer_class: 'DistilBertTokenizer', unk_token: '[UNK]', pad_token: '[PAD]' }),
  );
}

/** Uniform in -1 to 1, always the same (Park and Miller's generator). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
}
