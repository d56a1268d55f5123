import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { reportPredictions } from '../../evaluation/report/buildReport';
import { readRunFile, runFile } from '../../model/checkpoint/RunFile';
import type { Tokenizer } from '../../model/Tokenizer';
import type { Tensorflow } from '../../model/engines/tfjs/tensorflow/Tensorflow';
import { classCounts } from '../weighting/classCounts';
import { EpochWeights } from './EpochWeights';
import { predictPart } from './predictPart';
import { prepareRun, type Run } from './prepareRun';
import { teach } from './teach';
import { otherRun, RunState, type RunPosition } from './RunState';
import type { TrainableModel } from './TrainableModel';
import { bestEpoch, lossesFile, TrainingLoop } from './TrainingLoop';
import type { TrainingRows } from './trainingData';
import type { TrainOptions } from './TrainOptions';
import type { TrainEvent, TrainResult } from './TrainResult';
import { writeWhole } from '../../common/writeWhole';

export interface TrainParts {
  tensorflow: Tensorflow;
  /** The base's. */
  tokenizer: Tokenizer;
  onEvent?: (event: TrainEvent) => void;
  /** Stops the run after the step under way; its state is saved before. */
  signal?: AbortSignal;
}

/**
 * Fine-tunes a DistilBERT on labelled rows and leaves in `out` the model (a Hugging Face folder), losses.jsonl and
 * run.json. With `resume`, a run that was stopped, by whatever, goes on from its last saved state with the losses that
 * it would have had, and a run that had ended gives its result again.
 *
 * @throws EmostreamError `training_stopped` when the signal stops it, `diverged` when the loss is no number,
 *   `other_run` when the saved state is of other options, `bad_checkpoint` when run.json is broken, and what `prepareRun` throws
 */
export async function train(
  rows: TrainingRows,
  options: TrainOptions,
  { tensorflow, tokenizer, onEvent = () => undefined, signal }: TrainParts,
): Promise<TrainResult> {
  const { out } = options;
  const note = (text: string) => onEvent({ kind: 'note', text });
  const run = prepareRun(rows, options, tensorflow, tokenizer);
  run.base.notes.forEach(note);
  run.base.labels
    .filter((_, index) => run.counts[index] === 0)
    .forEach((label) => note(`no row of ${label} is left to train on: all of them validate`));

  const ended = options.resume ? endedRun(out, run.fingerprint) : undefined;
  if (ended !== undefined) {
    note(`${out} holds this very run, ended`);
    return ended;
  }
  mkdirSync(out, { recursive: true });
  const state = new RunState(join(out, 'state'), run.fingerprint);
  const { averageEpochs } = options.hyperparameters;
  const epochWeights = new EpochWeights(join(out, 'epochs'), averageEpochs);
  if (!options.resume) {
    state.clear();
    epochWeights.clear();
    rmSync(join(out, runFile), { force: true });
  }
  const saved = state.load();
  if (saved !== undefined) note(`goes on after step ${saved.position.step} of ${run.steps}`);
  const position = saved?.position ?? { step: 0, epochs: [], lossSum: 0, seconds: 0 };

  const answers = join(out, 'teacher');
  if (options.teacher !== undefined) await teach(run, options.teacher, { folder: answers, onEvent, signal });
  const model = run.createModel(saved?.parameter);
  try {
    const loop = new TrainingLoop({ run, model, state, epochWeights, onEvent, signal }, options, position);
    await loop.finish();
    const kept = keptEpoch(options, position);
    const isLast = kept === position.epochs.length;
    if (isLast) loop.saveModel(kept);
    const result = {
      ...described(run, options, position),
      keptEpoch: kept,
      test: tested(run, out, isLast && averageEpochs === 1 ? model : undefined),
    };
    writeWhole(join(out, runFile), JSON.stringify({ fingerprint: run.fingerprint, result }));
    state.clear();
    epochWeights.clear();
    rmSync(answers, { recursive: true, force: true });
    return result;
  } finally {
    model.dispose();
  }
}

function endedRun(out: string, fingerprint: string): TrainResult | undefined {
  const ended = readRunFile(out);
  if (ended === undefined) return undefined;
  if (ended.fingerprint !== fingerprint) throw otherRun(out);
  return ended.result as unknown as TrainResult;
}

function keptEpoch({ hyperparameters }: TrainOptions, position: RunPosition): number {
  const best = hyperparameters.keep === 'best' ? bestEpoch(position)?.epoch : undefined;
  return best ?? position.epochs.length;
}

function described(
  { base, data, counts, weights }: Run,
  { out, hyperparameters, teacher }: TrainOptions,
  { step, epochs }: RunPosition,
): Omit<TrainResult, 'keptEpoch' | 'test'> {
  const byLabel = (values: readonly number[]) =>
    Object.fromEntries(base.labels.map((label, index) => [label, values[index] ?? 0]));
  return {
    folder: out,
    lossesFile: join(out, lossesFile),
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
    extraCounts: data.extra.length === 0 ? undefined : byLabel(classCounts(base.labels, data.extra)),
    classWeights: weights === undefined ? undefined : byLabel(weights),
    steps: step,
    epochs,
  };
}

/**
 * The test rows are asked once, with the model that is kept.
 *
 * @param model the one kept, where it is in memory; else it is read from `out`
 */
function tested(run: Run, out: string, model: TrainableModel | undefined): TrainResult['test'] {
  const { data, base } = run;
  if (data.test.rows.length === 0) return undefined;
  const kept = model ?? run.reopenModel(out);
  try {
    const predictions = predictPart(kept, data.test, base.labels);
    const train = [...data.train.rows, ...data.validation.rows];
    const report = reportPredictions(predictions, { rows: data.test.rows, labels: base.labels, train });
    return { report, predictions };
  } finally {
    if (kept !== model) kept.dispose();
  }
}
