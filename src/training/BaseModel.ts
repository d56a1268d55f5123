import { existsSync, statSync } from 'node:fs';
import { inLabelOrder } from '../common/labelOrder';
import { normal, randomFor } from '../common/seededRandom';
import { type TrainingConfig, readTrainingConfig } from '../model/architectures/distilbert/DistilBertConfig';
import {
  headTensors,
  positionTable,
  sinusoidalPositions,
  tensorShapes,
  withoutPrefix,
} from '../model/architectures/distilbert/tensors';
import { checkpointError, weightFiles } from '../model/checkpoint/modelFiles';
import { type TensorEntry, readFiniteTensor, readSafetensorsHeader } from '../model/checkpoint/safetensors';
import { headNote } from './labelChecks';

/** A pretrained encoder, with or without a head, made ready to be fine-tuned for a set of labels. */
export interface BaseModel {
  folder: string;
  /** Of the model to train: the labels wanted, the layers kept. */
  config: TrainingConfig;
  labels: readonly string[];
  /** What a user should know: layers left out, a head replaced. */
  notes: readonly string[];
  shapes: ReadonlyMap<string, readonly number[]>;
  /** Start value of a parameter, by its name without the `distilbert.` prefix. */
  read: (name: string) => Float32Array;
}

export interface BaseModelOptions {
  /** Labels of the training data, in any order. */
  labels: readonly string[];
  /** Layers to keep, evenly spaced; all where undefined. */
  layers: number | undefined;
  /** Of the fresh head. */
  seed: number;
}

/**
 * Opens a Hugging Face DistilBERT folder as the start of a fine-tuning. Its head is kept where it has exactly the
 * labels wanted (and their order with it), and replaced by a fresh one otherwise, as transformers initialises it:
 * weights from N(0, initializer_range), biases 0.
 *
 * @throws EmostreamError `bad_checkpoint` naming the file, the field or the tensor that is wrong
 */
export function openBaseModel(folder: string, options: BaseModelOptions): BaseModel {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw checkpointError(`there is no model folder ${folder}`);
  }
  const base = readTrainingConfig(folder);
  const tensors = new Map(
    weightFiles(folder)
      .flatMap(readSafetensorsHeader)
      .map((entry) => [withoutPrefix(entry.name), entry]),
  );
  const kept = keptLayers(base.layers, options.layers ?? base.layers);
  const head = headFor(base, tensors, options.labels);
  const config = { ...base, layers: kept.length, labels: head.labels };
  const shapes = tensorShapes(config, head.labels.length);
  const isFresh = (name: string) => head.fresh && headTensors.includes(name);
  for (const [name, shape] of shapes) {
    const computed = name === positionTable && config.sinusoidalPositions;
    if (!isFresh(name) && !computed) checkTensor(folder, nameInBase(name, kept), tensors, shape);
  }
  const left = base.layers - kept.length;
  const layersNote = `keeps layers ${kept.join(', ')} of the base's ${base.layers}`;
  return {
    folder,
    config,
    labels: head.labels,
    notes: [...(left > 0 ? [layersNote] : []), ...(head.note === undefined ? [] : [head.note])],
    shapes,
    read: (name) => {
      if (isFresh(name)) return freshTensor(name, shapes.get(name) ?? [], config, options.seed);
      const entry = tensors.get(nameInBase(name, kept));
      return entry === undefined
        ? sinusoidalPositions(config.maxPositions, config.dim)
        : readFiniteTensor(entry);
    },
  };
}

interface Head {
  labels: readonly string[];
  fresh: boolean;
  note?: string;
}

function headFor(
  base: TrainingConfig,
  tensors: ReadonlyMap<string, TensorEntry>,
  wanted: readonly string[],
): Head {
  const fresh = inLabelOrder(wanted);
  const missing = headTensors.filter((name) => !tensors.has(name));
  if (missing.length > 0) {
    return {
      labels: fresh,
      fresh: true,
      note: 'the base has no classification head: a fresh one is trained',
    };
  }
  const own = base.labels ?? [];
  if (own.length === wanted.length && wanted.every((label) => own.includes(label))) {
    return { labels: own, fresh: false };
  }
  return { labels: fresh, fresh: true, note: headNote(own, fresh) };
}

function checkTensor(
  folder: string,
  name: string,
  tensors: ReadonlyMap<string, TensorEntry>,
  shape: readonly number[],
): void {
  const entry = tensors.get(name);
  const expected = `[${shape.join(', ')}]`;
  if (entry === undefined) {
    throw checkpointError(`${folder}: tensor ${name} ${expected} is missing from the weights`);
  }
  const found = `[${entry.shape.join(', ')}]`;
  if (found !== expected) {
    throw checkpointError(
      `${entry.path}: tensor ${name} has shape ${found}, config.json asks for ${expected}`,
    );
  }
}

function freshTensor(
  name: string,
  shape: readonly number[],
  config: TrainingConfig,
  seed: number,
): Float32Array {
  const values = new Float32Array(shape.reduce((product, dim) => product * dim, 1));
  if (name.endsWith('.bias')) return values;
  const random = randomFor(seed, headTensors.indexOf(name));
  return values.map(() => config.initializerRange * normal(random));
}

/**
 * Which layers of a deeper base a shallower model keeps, evenly spaced and with the last: of 12, six are 1, 3, 5, 7,
 * 9, 11. DistilBERT was started from every second layer of BERT (Sanh et al., 2019, section 3).
 *
 * @throws EmostreamError `bad_checkpoint` when the base has fewer layers than wanted
 */
export function keptLayers(layers: number, wanted: number): number[] {
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > layers) {
    throw checkpointError(
      `the base model has ${layers} layers, so ${wanted} cannot be kept`,
      `ask for 1 to ${layers} layers`,
    );
  }
  return Array.from({ length: wanted }, (_, kept) => Math.ceil(((kept + 1) * layers) / wanted) - 1);
}

/** A parameter's name in the base: the layers keep their weights but not their numbers. */
function nameInBase(name: string, kept: readonly number[]): string {
  return name.replace(/^(transformer\.layer\.)(\d+)/, (_, start: string, layer: string) => {
    return `${start}${kept[Number(layer)] ?? layer}`;
  });
}
