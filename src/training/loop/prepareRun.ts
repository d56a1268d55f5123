import type { Tensor } from '@tensorflow/tfjs-core';
import { inLabelOrder } from '../../common/labelOrder';
import type { Tokenizer } from '../../model/Tokenizer';
import type { Tensorflow } from '../../model/engines/tfjs/tensorflow/Tensorflow';
import { openBaseModel, type BaseModel } from '../model/BaseModel';
import { AdamW, type StartState } from '../optimizer/AdamW';
import { linearSchedule } from '../optimizer/linearSchedule';
import { classCounts } from '../weighting/classCounts';
import { classWeights } from '../weighting/classWeights';
import { checkHyperparameters } from './checkHyperparameters';
import { createBatchLoss } from './createBatchLoss';
import { epochPlan } from './epochPlan';
import { runFingerprint } from './runFingerprint';
import { TrainableModel, type TrainingSequence } from './TrainableModel';
import { prepareData, type TrainingData, type TrainingRows } from './trainingData';
import type { TrainOptions } from './TrainOptions';

const wordTable = 'embeddings.word_embeddings.weight';
const positionTable = 'embeddings.position_embeddings.weight';

/** All that a run has before its first step. */
export interface Run {
  base: BaseModel;
  data: TrainingData;
  /** What is trained on: labelled rows, then texts without label. */
  sequences: readonly TrainingSequence[];
  counts: number[];
  weights: number[] | undefined;
  fingerprint: string;
  /** The steps of an epoch (counted from 0), each with its batches of rows. */
  plan: (epoch: number) => number[][][];
  stepsPerEpoch: number;
  steps: number;
  learningRate: (step: number) => number;
  /** A model with the base's parameters, or those given, such as a stopped run's. */
  createModel(given?: (name: string) => StartState): TrainableModel;
  /** A model with the parameters of a folder that this run saved. */
  reopenModel(folder: string): TrainableModel;
  /** A parameter as it is saved: of the word embeddings the whole table. */
  exportParameter(model: TrainableModel, name: string, step: number): Float32Array;
}

/**
 * Reads the base, tokenizes the rows and works out the schedule; nothing is written yet.
 *
 * @throws EmostreamError for bad hyperparameters, a broken base, rows without text or with unknown labels
 */
export function prepareRun(
  rows: TrainingRows,
  options: TrainOptions,
  tensorflow: Tensorflow,
  tokenizer: Tokenizer,
): Run {
  const { hyperparameters } = options;
  checkHyperparameters(hyperparameters);
  const { layers, seed, headSeed = seed, dropout, warmupRatio, learningRate, weightDecay } = hyperparameters;
  const wanted = inLabelOrder([...rows.train, ...(rows.extra ?? [])].map((row) => row.label));
  const opened = openBaseModel(options.base, { labels: wanted, layers, seed: headSeed });
  const base = dropout === undefined ? opened : withDropout(opened, dropout);
  const maxLength = Math.min(hyperparameters.maxLength, base.config.maxPositions);
  const data = prepareData(rows, base.labels, tokenizer, base.config.padId, {
    ...hyperparameters,
    maxLength,
  });
  const counts = classCounts(base.labels, data.train.rows);
  const weights = classWeights(hyperparameters.weighting, base.labels, counts);
  const loss = createBatchLoss(hyperparameters, counts, weights);
  const sequences = [...data.train.sequences, ...data.unlabelled.sequences];
  const plan = epochPlan(sequences, hyperparameters);
  const stepsPerEpoch = plan(0).length;
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
    sequences,
    counts,
    weights,
    fingerprint: runFingerprint(base, rows, options),
    plan,
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
