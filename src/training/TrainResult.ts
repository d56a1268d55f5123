import type { Prediction, Report } from '../evaluation/report/Report';
import type { TrainingPlan, TrainOptions } from './prepareTraining';
import { countByClass, type Hyperparameters } from './recipe';

/** What an epoch came to. */
export interface EpochRecord {
  /** Counted from 1. */
  epoch: number;
  /** Mean of its steps' losses. */
  loss: number;
  seconds: number;
  /** On the validation rows, where there are any. The test rows are asked once, when all is chosen. */
  validation?: { accuracy: number; macroF1: number };
  /** Whether its macro F1 on the validation rows is the best so far. */
  best: boolean;
}

/** One line of losses.jsonl. */
export interface StepRecord {
  /** Counted from 1. */
  step: number;
  epoch: number;
  loss: number;
  /** Of the gradient before clipping. */
  gradNorm: number;
  learningRate: number;
}

/** Told after each step. */
export interface StepProgress extends StepRecord {
  steps: number;
  epochs: number;
  /** Training rows a second, since this process began. */
  rowsPerSecond: number;
  secondsLeft: number;
}

export type TrainEvent =
  /** What a user should know: a head replaced, a class without rows, where a stopped training run goes on. */
  | { kind: 'note'; text: string }
  | { kind: 'step'; progress: StepProgress }
  | { kind: 'epoch'; epoch: EpochRecord }
  /** How far the teacher's answers are. */
  | { kind: 'teacher'; done: number; total: number }
  /** The state that a stopped training run goes on from. */
  | { kind: 'saved'; step: number };

export interface TrainResult {
  /** The trained model: a Hugging Face folder. */
  folder: string;
  /** losses.jsonl in that folder: a `StepRecord` a line. */
  lossesFile: string;
  labels: readonly string[];
  hyperparameters: Hyperparameters;
  rows: { train: number; validation: number; test: number };
  /** What was done to the base: layers left out, a head replaced. */
  notes: readonly string[];
  /** Whose answers were learned too. */
  teacher: { name: string; unlabelledTexts: number } | undefined;
  /** Rows trained on by label, those of other sources too: they decide the weights. */
  classCounts: Readonly<Record<string, number>>;
  /** Those of them that are of other sources than the model's streams; undefined where there are none. */
  extraCounts: Readonly<Record<string, number>> | undefined;
  /** The loss's weight by label; undefined: none. */
  classWeights: Readonly<Record<string, number>> | undefined;
  steps: number;
  epochs: EpochRecord[];
  /** The epoch whose model is kept, from 1. */
  keptEpoch: number;
  /** On the test rows, where there are any. */
  test: { report: Report; predictions: Prediction[] } | undefined;
}

/** What a training run was, but for what its model came to. */
export function describeTraining(
  { base, data, counts, weights }: TrainingPlan,
  { out, hyperparameters, teacher }: Pick<TrainOptions, 'out' | 'hyperparameters' | 'teacher'>,
  { step, epochs }: { step: number; epochs: EpochRecord[] },
): Omit<TrainResult, 'lossesFile' | 'keptEpoch' | 'test'> {
  const byLabel = (values: readonly number[]) =>
    Object.fromEntries(base.labels.map((label, index) => [label, values[index] ?? 0]));
  return {
    folder: out,
    labels: base.labels,
    hyperparameters,
    rows: {
      train: data.train.rows.length,
      validation: data.validation.rows.length,
      test: data.test.rows.length,
    },
    notes: base.notes,
    teacher: teacher && { name: teacher.name, unlabelledTexts: data.unlabelled.texts.length },
    classCounts: byLabel(counts),
    extraCounts: data.extra.length === 0 ? undefined : byLabel(countByClass(base.labels, data.extra)),
    classWeights: weights === undefined ? undefined : byLabel(weights),
    steps: step,
    epochs,
  };
}
