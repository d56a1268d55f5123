import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Tensor } from '@tensorflow/tfjs-core';
import { inLabelOrder } from '../common/labelOrder';
import { positionTable, wordTable } from '../model/architectures/distilbert/tensors';
import { weightFiles } from '../model/checkpoint/modelFiles';
import type { Tensorflow } from '../model/engines/tfjs/tensorflow/Tensorflow';
import type { Tokenizer } from '../model/Tokenizer';
import { openBaseModel, type BaseModel } from './BaseModel';
import { epochPlan, prepareData, type TrainingData, type TrainingRows, type TrainingSequence } from './data';
import { checkTeacher, type Teacher } from './distillation';
import { checkLabels, labelNotes } from './labelChecks';
import { createBatchLoss } from './loss';
import { AdamW, linearSchedule, type StartState } from './optimizer';
import { checkHyperparameters, classWeights, countByClass, type Hyperparameters } from './recipe';
import { TrainableModel } from './TrainableModel';

/** What `train` is asked for. */
export interface TrainOptions {
  /** Folder of the Hugging Face DistilBERT to start from. */
  base: string;
  /** Folder for the trained model, its log and its state; made when missing. */
  out: string;
  hyperparameters: Hyperparameters;
  /** Whose answers are learned too, as `distillation` says. */
  teacher?: Teacher | undefined;
  /** Goes on where a stopped training run in `out` was; starts anew where there is none. */
  resume: boolean;
  /** Steps between two saved states, besides those at the end of each epoch; 0: none. */
  saveEvery: number;
}

/** All that a training run has before its first step. */
export interface TrainingPlan {
  base: BaseModel;
  data: TrainingData;
  /** What a user should know of the base and the labels. */
  notes: readonly string[];
  /** What is trained on: labelled rows, then texts without label. */
  sequences: readonly TrainingSequence[];
  /** Rows that are trained on, by class. */
  counts: number[];
  weights: number[] | undefined;
  fingerprint: string;
  /** The steps of an epoch (counted from 0), each with its batches of rows. */
  stepsOfEpoch: (epoch: number) => TrainingSequence[][][];
  stepsPerEpoch: number;
  steps: number;
  learningRate: (step: number) => number;
  /** A model with the base's parameters, or those given, such as a stopped training run's. */
  createModel(given?: (name: string) => StartState): TrainableModel;
  /** A model with the parameters of a folder that this training run saved. */
  reopenModel(folder: string): TrainableModel;
  /** A parameter as it is saved: of the word embeddings the whole table. */
  exportParameter(model: TrainableModel, name: string, step: number): Float32Array;
}

/**
 * Reads the base, tokenizes the rows and works out the schedule; nothing is written yet.
 *
 * @throws EmostreamError for bad hyperparameters, a broken base, labels that nothing can be learned from, rows without
 *   text or with unknown labels
 */
export function prepareTraining(
  rows: TrainingRows,
  options: TrainOptions,
  tensorflow: Tensorflow,
  tokenizer: Tokenizer,
): TrainingPlan {
  const { hyperparameters } = options;
  checkHyperparameters(hyperparameters);
  const { layers, seed, headSeed = seed, dropout, warmupRatio, learningRate, weightDecay } = hyperparameters;
  const labelled = [...rows.train, ...(rows.extra ?? [])];
  checkLabels(labelled);
  const wanted = inLabelOrder(labelled.map((row) => row.label));
  const opened = openBaseModel(options.base, { labels: wanted, layers, seed: headSeed });
  const base = dropout === undefined ? opened : withDropout(opened, dropout);
  if (options.teacher !== undefined) checkTeacher(options.teacher, base.labels);
  const maxLength = Math.min(hyperparameters.maxLength, base.config.maxPositions);
  const asked = { ...hyperparameters, maxLength };
  const data = prepareData(rows, base.labels, tokenizer, base.config.padId, asked);

  const counts = countByClass(base.labels, data.train.rows);
  const weights = classWeights(hyperparameters.weighting, base.labels, counts);
  const loss = createBatchLoss(hyperparameters, counts, weights);

  const sequences = [...data.train.sequences, ...data.unlabelled.sequences];
  const stepsOfEpoch = epochPlan(sequences, hyperparameters);
  const stepsPerEpoch = stepsOfEpoch(0).length;
  const steps = stepsPerEpoch * hyperparameters.epochs;
  const rate = linearSchedule(learningRate, Math.ceil(steps * warmupRatio), steps);
  const { dim } = base.config;
  const adam = { ...hyperparameters, epsilon: hyperparameters.adamEpsilon };
  const { tf } = tensorflow;

  function modelOf(read: (name: string) => Float32Array, given?: (name: string) => StartState) {
    const optimizer = new AdamW(tensorflow, adam);
    const frozen = new Map<string, Tensor>();
    for (const [name, shape] of base.shapes) {
      if (name === positionTable && base.config.sinusoidalPositions) {
        frozen.set(name, tf.tensor(read(name), [...shape]));
      } else if (name === wordTable) {
        const state = given?.(name) ?? { value: data.vocabulary.select(read(name), dim) };
        optimizer.add(name, [data.vocabulary.ids.length, dim], state);
      } else {
        optimizer.add(name, [...shape], given?.(name) ?? { value: read(name) });
      }
    }
    return new TrainableModel(tensorflow, base.config, optimizer, frozen, loss);
  }

  /** What weight decay leaves of a parameter without gradient after so many steps. */
  function decayAfter(step: number): number {
    return Array.from({ length: step }, (_, done) => 1 - rate(done) * weightDecay).reduce((a, b) => a * b, 1);
  }

  return {
    base,
    data,
    notes: [...base.notes, ...labelNotes(labelled, base.labels, counts)],
    sequences,
    counts,
    weights,
    fingerprint: fingerprintOf(base, rows, options),
    stepsOfEpoch,
    stepsPerEpoch,
    steps,
    learningRate: rate,
    createModel: (given) => modelOf(base.read, given),
    reopenModel: (folder) =>
      modelOf(openBaseModel(folder, { labels: base.labels, layers: undefined, seed }).read),
    exportParameter: (model, name, step) => {
      const trained = model.read(name);
      if (name !== wordTable) return trained;
      return data.vocabulary.merge(base.read(name), trained, dim, decayAfter(step));
    },
  };
}

function withDropout(base: BaseModel, rate: number): BaseModel {
  const json = { ...base.config.json, dropout: rate, attention_dropout: rate };
  return { ...base, config: { ...base.config, json, dropout: rate, attentionDropout: rate } };
}

/** SHA-256 of all that a training run's losses depend on: base, rows, hyperparameters, teacher. */
function fingerprintOf(
  base: BaseModel,
  rows: TrainingRows,
  { hyperparameters, teacher }: TrainOptions,
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([base.config.json, hyperparameters, rows, teacher?.fingerprint]));
  for (const file of weightFiles(base.folder)) hash.update(readFileSync(file));
  return hash.digest('hex');
}
