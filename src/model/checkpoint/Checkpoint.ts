import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Architecture, Network, Weights } from '../architectures/Architecture';
import { readNetwork } from '../architectures/knownArchitectures';
import { checkpointError, weightFiles } from './modelFiles';
import {
  isDType,
  readFiniteTensor,
  readSafetensorsHeader,
  readTensor,
  type TensorEntry,
} from './safetensors';

/** A Hugging Face sequence classifier on disk. Weights are read one tensor at a time, when asked for. */
export interface Checkpoint {
  folder: string;
  network: Network;
  labels: readonly string[];
  weights: Weights;
}

/**
 * Opens a checkpoint folder (config.json and model.safetensors, in one file or sharded) and checks that every
 * tensor of the classifier is there in its shape, before any weight is read. A tensor with NaN or infinite values is
 * refused when it is read.
 *
 * @throws EmostreamError `bad_checkpoint` naming the file, the field or the tensor that is wrong
 */
export function openCheckpoint(folder: string): Checkpoint {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw checkpointError(`there is no model folder ${folder}`);
  }
  const { architecture, network } = readNetwork(join(folder, 'config.json'));
  const tensors = new Map(
    weightFiles(folder)
      .flatMap(readSafetensorsHeader)
      .map((entry) => [network.tensorName(entry.name), entry]),
  );
  const headWeights = network.head.map((name) => `${name}.weight`);
  const output = headWeights.at(-1) ?? '';
  const missing = headWeights.find((name) => !tensors.has(name));
  if (missing !== undefined) throw headless(folder, architecture, network, tensors, missing);
  const classes = tensors.get(output)?.shape[0] ?? 0;
  const labels = network.labels ?? Array.from({ length: classes }, (_, id) => `LABEL_${id}`);
  if (labels.length !== classes) {
    throw checkpointError(
      `${folder}: config.json names ${labels.length} labels, but the tensor ${output} has ${classes} classes`,
    );
  }
  if (classes < 2) {
    // Softmax over one class is 1 for every text; what such a head means (a sigmoid, a number) is not in the folder.
    throw checkpointError(
      `${folder}: the classifier has one class, so every text would get it with a confidence of 1`,
      'take a model with two classes or more: train it on one label and its opposite',
    );
  }
  for (const [name, shape] of network.tensorShapes(classes)) {
    const entry = tensors.get(name);
    if (entry !== undefined || network.computedTensor(name) === undefined)
      checkTensor(folder, name, entry, shape);
  }
  return { folder, network, labels, weights: { read: (name) => readWeight(tensors, network, name) } };
}

function headless(
  folder: string,
  { title }: Architecture,
  { wordEmbeddings }: Network,
  tensors: ReadonlyMap<string, TensorEntry>,
  missing: string,
): Error {
  return tensors.has(wordEmbeddings.name)
    ? checkpointError(
        `${folder} is an encoder without a classification head: there is no tensor ${missing}`,
        'fine-tune it with `emostream train`',
      )
    : checkpointError(`${folder} holds no ${title} classifier: there is no tensor ${missing}`);
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

function readWeight(tensors: ReadonlyMap<string, TensorEntry>, network: Network, name: string): Float32Array {
  const entry = tensors.get(name);
  if (entry !== undefined) return readFiniteTensor(entry);
  const computed = network.computedTensor(name);
  if (computed === undefined) throw new Error(`no tensor is named ${name}`);
  return computed;
}
