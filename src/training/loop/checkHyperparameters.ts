import { EmostreamError } from '../../common/errors';
import type { Hyperparameters } from './TrainOptions';

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

/** @throws EmostreamError `bad_hyperparameter` naming the one that is out of its limits, or two that do not go together */
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
