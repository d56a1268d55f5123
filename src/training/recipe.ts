import { EmostreamError } from '../common/errors';
import type { MatmulPrecision } from '../model/engines/tfjs/tensorflow/Tensorflow';

/** How rows of rare classes are made to count more in the loss: a preset of the paper's, or a weight by label. */
export type Weighting = 'none' | 'rule1' | 'inverse' | Readonly<Record<string, number>>;

/**
 * `over` repeats rows of rare classes, `under` leaves out rows of frequent ones. `balance` says how far: 0 not at all,
 * 1 until all classes are alike; between, a class of n rows gets n^(1-balance) · reference^balance, the reference
 * being the largest class's count for `over` and the smallest's for `under`.
 */
export interface Resampling {
  method: 'over' | 'under';
  balance: number;
}

/** How much is learned from a teacher. */
export interface DistillationOptions {
  /** Divides the logits of both, so that the teacher's small probabilities are seen too. */
  temperature: number;
  /** Share of the teacher in the loss of a labelled row, 0 to 1. */
  teacherWeight: number;
}

/** What a row's error counts for, apart from its class's weight. */
export type LossOptions =
  { kind: 'cross-entropy' } | { kind: 'focal'; gamma: number } | { kind: 'logit-adjusted'; tau: number };

/** The hyperparameters: two training runs of the same base and data with the same ones give the same losses. */
export interface Hyperparameters {
  epochs: number;
  /** Rows of a batch. */
  batchSize: number;
  /** Batches whose gradients make one step; their losses are averaged. */
  gradientAccumulation: number;
  learningRate: number;
  /** Share of the steps in which the learning rate rises. */
  warmupRatio: number;
  weightDecay: number;
  beta1: number;
  beta2: number;
  adamEpsilon: number;
  /** Greatest norm of a step's gradient; 0: no limit. */
  maxGradNorm: number;
  /** Of the embeddings, attention weights and feed-forward networks; undefined: as the base's config says. */
  dropout: number | undefined;
  /** Tokens, special ones included; longer texts are cut. */
  maxLength: number;
  /** Layers kept of the base; undefined: all. */
  layers: number | undefined;
  weighting: Weighting;
  resampling: Resampling | undefined;
  loss: LossOptions;
  /** How much is learned from the teacher, where there is one. */
  distillation: DistillationOptions | undefined;
  lengthSorted: boolean;
  /** What TensorFlow was loaded with; float32 but for it. */
  matmulPrecision: MatmulPrecision;
  /** Share of the training rows, whole videos, that validate and are not trained on; 0: none. */
  validation: number;
  /** The epoch whose model is kept: the last, or the one of the best macro F1 on the validation rows. */
  keep: 'last' | 'best';
  /** The model of an epoch is the mean of the weights at its end and at the ends of those before it, so many in all. */
  averageEpochs: number;
  /** Ends after so many epochs without a better macro F1 on the validation rows; 0: never. */
  patience: number;
  seed: number;
  /** Of the fresh head, where it is another than `seed`: models that started alike can be averaged. */
  headSeed: number | undefined;
}

/**
 * The paper's hyperparameters (its table 2: 12 epochs, batches of 8, 4e-5, dropout 0.1 as in DistilBERT's own config),
 * and where it is silent those of Simple Transformers, which it used: warm-up 6 %, no weight decay, AdamW's betas and
 * epsilon, gradient norm 1, 128 tokens.
 */
export const defaultHyperparameters: Hyperparameters = {
  epochs: 12,
  batchSize: 8,
  gradientAccumulation: 1,
  learningRate: 4e-5,
  warmupRatio: 0.06,
  weightDecay: 0,
  beta1: 0.9,
  beta2: 0.999,
  adamEpsilon: 1e-8,
  maxGradNorm: 1,
  dropout: undefined,
  maxLength: 128,
  layers: undefined,
  weighting: 'none',
  resampling: undefined,
  loss: { kind: 'cross-entropy' },
  distillation: undefined,
  lengthSorted: false,
  matmulPrecision: 'float32',
  validation: 0,
  keep: 'last',
  averageEpochs: 1,
  patience: 0,
  seed: 1,
  headSeed: undefined,
};

type NumberName = {
  [Name in keyof Hyperparameters]: Hyperparameters[Name] extends number ? Name : never;
}[keyof Hyperparameters];

interface Limit {
  least: number;
  most: number;
  whole?: true;
}

const limits: Record<NumberName, Limit> = {
  epochs: { least: 1, most: 10_000, whole: true },
  batchSize: { least: 1, most: 4096, whole: true },
  gradientAccumulation: { least: 1, most: 4096, whole: true },
  learningRate: { least: 0, most: 1 },
  warmupRatio: { least: 0, most: 1 },
  weightDecay: { least: 0, most: 1 },
  beta1: { least: 0, most: 0.999999 },
  beta2: { least: 0, most: 0.999999 },
  adamEpsilon: { least: 0, most: 1 },
  maxGradNorm: { least: 0, most: Infinity },
  maxLength: { least: 3, most: 1_000_000, whole: true },
  validation: { least: 0, most: 0.9 },
  averageEpochs: { least: 1, most: 10_000, whole: true },
  patience: { least: 0, most: 10_000, whole: true },
  seed: { least: 0, most: 2 ** 31 - 1, whole: true },
};

/**
 * @throws EmostreamError `bad_hyperparameter` naming the one that is out of its limits, or two that do not go together
 */
export function checkHyperparameters(hyperparameters: Hyperparameters): void {
  for (const [name, { least, most, whole }] of Object.entries(limits)) {
    const value = hyperparameters[name as NumberName];
    if (!(value >= least && value <= most) || (whole === true && !Number.isInteger(value))) {
      const kind = whole === true ? 'a whole number' : 'a number';
      throw bad(`${name} is ${value}`, `give ${kind} from ${least} to ${most}`);
    }
  }
  const { keep, patience, validation, dropout, resampling, headSeed } = hyperparameters;
  if (dropout !== undefined && !(dropout >= 0 && dropout < 1)) {
    throw bad(`dropout is ${dropout}`, 'give a number from 0 to below 1');
  }
  if (headSeed !== undefined && !(Number.isInteger(headSeed) && headSeed >= 0)) {
    throw bad(`headSeed is ${headSeed}`, 'give a whole number from 0 on');
  }
  if (resampling !== undefined && !(resampling.balance >= 0 && resampling.balance <= 1)) {
    throw bad(`the balance of the resampling is ${resampling.balance}`, 'give a number from 0 to 1');
  }
  if ((keep === 'best' || patience > 0) && validation === 0) {
    throw bad(
      'the best epoch is asked for, but no rows validate',
      'set a part of the training rows aside, for example validation 0.1: the test rows choose nothing',
    );
  }
}

function bad(message: string, hint: string): EmostreamError {
  return new EmostreamError(message, { code: 'bad_hyperparameter', fault: 'configuration', hint });
}
/** Rows of each class, in the order of the labels. */
export function countByClass(labels: readonly string[], rows: readonly { label: string }[]): number[] {
  return labels.map((label) => rows.filter((row) => row.label === label).length);
}

/** Equation 1 of the paper: the weight of a class whose share of the rows is below so many percent. */
const rule1Steps = [
  { below: 5, weight: 2 },
  { below: 20, weight: 1.5 },
  { below: 35, weight: 1 },
  { below: Infinity, weight: 0.5 },
] as const;

/**
 * The loss's weight of each class (Chaves-Villota et al., 2024): `none` 1 for all; `rule1` by the thresholds of
 * equation 1 (their table 3; a share on a threshold goes to the greater classes); `inverse` n / (classes · n_class),
 * equation 2 (their table 5); or given by label.
 *
 * @param counts training rows of each class, in the order of `labels`
 * @returns undefined for `none`, else a weight a class in the order of `labels`
 * @throws EmostreamError `class_without_rows`, `bad_weights`
 */
export function classWeights(
  weighting: Weighting,
  labels: readonly string[],
  counts: readonly number[],
): number[] | undefined {
  if (weighting === 'none') return undefined;
  if (typeof weighting === 'object') return givenWeights(weighting, labels);
  const empty = labels.filter((_, index) => counts[index] === 0);
  if (empty.length > 0) {
    throw new EmostreamError(`no training row has the label ${empty.join(', ')}: it has no weight`, {
      code: 'class_without_rows',
      fault: 'input',
      hint: 'add rows of it, leave the label out, or give the weights by number',
    });
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) =>
    weighting === 'inverse' ? total / (labels.length * count) : rule1((100 * count) / total),
  );
}

function rule1(percent: number): number {
  return rule1Steps.find(({ below }) => percent < below)?.weight ?? 1;
}

function givenWeights(weights: Readonly<Record<string, number>>, labels: readonly string[]): number[] {
  const bad = (message: string) =>
    new EmostreamError(message, {
      code: 'bad_weights',
      fault: 'configuration',
      hint: `give a number above 0 for each of ${labels.join(', ')}`,
    });
  const stranger = Object.keys(weights).find((label) => !labels.includes(label));
  if (stranger !== undefined)
    throw bad(`the weights name "${stranger}", which is no label of the training rows`);
  return labels.map((label) => {
    const weight = weights[label];
    if (weight === undefined) throw bad(`the weights name no "${label}"`);
    if (!(weight > 0 && Number.isFinite(weight))) throw bad(`the weight of ${label} is ${weight}`);
    return weight;
  });
}

/**
 * The `--weighting` flag: `none`, `rule1`, `inverse`, numbers in the order of the labels (`0.5,1,1.5`), or numbers by
 * label (`fear=5,joy=1,...`).
 *
 * @param labels in the order in which numbers without a name are meant
 * @throws EmostreamError `bad_weights`
 */
export function parseWeighting(flag: string, labels: readonly string[]): Weighting {
  if (flag === 'none' || flag === 'rule1' || flag === 'inverse') return flag;
  const parts = flag.split(',').map((part) => part.trim());
  const named = parts.every((part) => part.includes('='));
  if (!named && parts.length !== labels.length) throw badFlag(flag, labels);
  return Object.fromEntries(
    parts.map((part, index) => {
      const [label = '', number = ''] = named ? part.split('=', 2) : [labels[index], part];
      const weight = Number(number);
      if (number.trim() === '' || !Number.isFinite(weight)) throw badFlag(flag, labels);
      return [label.trim(), weight];
    }),
  );
}

function badFlag(flag: string, labels: readonly string[]): EmostreamError {
  return new EmostreamError(`"${flag}" is no weighting`, {
    code: 'bad_weights',
    fault: 'configuration',
    hint:
      `give none, rule1, inverse, search, LABEL=NUMBER pairs, or ${labels.length} numbers ` +
      `in the order ${labels.join(', ')}`,
  });
}
