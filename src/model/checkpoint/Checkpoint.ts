import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointError } from './checkpointError';
import { readDistilBertConfig, type DistilBertConfig } from '../architectures/distilbert/DistilBertConfig';
import { isObject, readJsonObject } from './jsonFile';
import { isDType, readSafetensorsHeader, readTensor, type TensorEntry } from './safetensors';
import { sinusoidalPositions } from '../architectures/distilbert/sinusoidalPositions';
import { tensorShapes } from '../architectures/distilbert/tensorShapes';

/** A Hugging Face DistilBERT sequence classifier on disk. Weights are read one tensor at a time, when asked for. */
export interface Checkpoint {
  folder: string;
  config: DistilBertConfig;
  labels: readonly string[];
  weights: Weights;
}

/** Tensors by their names without the `distilbert.` prefix, as float32, row by row. */
export interface Weights {
  read(name: string): Float32Array;
}

const prefix = 'distilbert.';
const positionTable = 'embeddings.position_embeddings.weight';

/**
 * Opens a checkpoint folder (config.json and model.safetensors, in one file or sharded) and checks that every
 * tensor of the classifier is there in its shape, before any weight is read.
 *
 * @throws EmostreamError `bad_checkpoint` naming the file, the field or the tensor that is wrong
 */
export function openCheckpoint(folder: string): Checkpoint {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw checkpointError(`there is no model folder ${folder}`);
  }
  const config = readDistilBertConfig(join(folder, 'config.json'));
  const tensors = new Map(
    weightFiles(folder)
      .flatMap(readSafetensorsHeader)
      .map((entry) => [withoutPrefix(entry.name), entry]),
  );
  const head = tensors.get('classifier.weight');
  if (head === undefined || !tensors.has('pre_classifier.weight')) throw headless(folder, tensors);
  const classes = head.shape[0] ?? 0;
  const labels = config.labels ?? Array.from({ length: classes }, (_, id) => `LABEL_${id}`);
  if (labels.length !== classes) {
    throw checkpointError(
      `${folder}: config.json names ${labels.length} labels, but the tensor classifier.weight has ${classes} classes`,
    );
  }
  for (const [name, shape] of tensorShapes(config, classes)) {
    const mayBeComputed = name === positionTable && config.sinusoidalPositions;
    if (!(mayBeComputed && !tensors.has(name))) checkTensor(folder, name, tensors.get(name), shape);
  }
  return { folder, config, labels, weights: { read: (name) => readWeight(tensors, config, name) } };
}

/** The safetensors files of a checkpoint folder: model.safetensors, or the shards that its index names. */
export function weightFiles(folder: string): string[] {
  const single = join(folder, 'model.safetensors');
  const index = join(folder, 'model.safetensors.index.json');
  if (existsSync(single)) return [single];
  if (!existsSync(index)) {
    const pickled = existsSync(join(folder, 'pytorch_model.bin'));
    throw checkpointError(
      `${single} is missing`,
      pickled
        ? 'the folder has a pytorch_model.bin: load it with transformers and save_pretrained it again'
        : 'a model folder has config.json, model.safetensors and tokenizer.json',
    );
  }
  const shards = readJsonObject(index)['weight_map'];
  if (!isObject(shards)) throw checkpointError(`${index} has no weight_map`);
  return [...new Set(Object.values(shards))].map((file) => {
    const plainName = typeof file === 'string' && /^[^/\\]+\.safetensors$/.test(file);
    if (!plainName) throw checkpointError(`${index}: ${JSON.stringify(file)} is not the name of a shard`);
    return join(folder, file);
  });
}

function withoutPrefix(name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function headless(folder: string, tensors: ReadonlyMap<string, TensorEntry>): Error {
  return tensors.has('embeddings.word_embeddings.weight')
    ? checkpointError(
        `${folder} is an encoder without a classification head`,
        'fine-tune it with `emostream train`',
      )
    : checkpointError(`${folder} holds no DistilBERT classifier: there is no tensor classifier.weight`);
}

function checkTensor(
  folder: string,
  name: string,
  entry: TensorEntry | undefined,
  expected: readonly number[],
): void {
  const expectedShape = `[${expected.join(', ')}]`;
  if (entry === undefined) {
    throw checkpointError(`${folder}: tensor ${name} ${expectedShape} is missing from the weights`);
  }
  const shape = `[${entry.shape.join(', ')}]`;
  if (shape !== expectedShape) {
    throw checkpointError(
      `${entry.path}: tensor ${entry.name} has shape ${shape}, but config.json asks for ${expectedShape}`,
    );
  }
  if (!isDType(entry.dtype)) readTensor(entry);
}

function readWeight(
  tensors: ReadonlyMap<string, TensorEntry>,
  config: DistilBertConfig,
  name: string,
): Float32Array {
  const entry = tensors.get(name);
  if (entry !== undefined) return readTensor(entry);
  if (name === positionTable && config.sinusoidalPositions) {
    return sinusoidalPositions(config.maxPositions, config.dim);
  }
  throw new Error(`no tensor is named ${name}`);
}
