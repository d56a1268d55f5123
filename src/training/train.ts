import { setImmediate } from 'node:timers/promises';
import { EmostreamError } from '../common/errors';
import { systemError } from '../common/systemError';
import { reportPredictions } from '../evaluation/report/buildReport';
import { score } from '../evaluation/scores/score';
import type { Tensorflow } from '../model/engines/tfjs/tensorflow/Tensorflow';
import type { Tokenizer } from '../model/Tokenizer';
import type { TrainingRows, TrainingSequence } from './data';
import { teacherAnswers } from './distillation';
import { clipFactor, globalNorm } from './optimizer';
import { prepareTraining, type TrainingPlan, type TrainOptions } from './prepareTraining';
import type { Hyperparameters } from './recipe';
import { saveModel } from './saveModel';
import { predictPart, type TrainableModel } from './TrainableModel';
import { TrainingFolder, type TrainingPosition } from './TrainingFolder';
import { withTrainingLock } from './trainingLock';
import { describeTraining, type EpochRecord, type TrainEvent, type TrainResult } from './TrainResult';

export interface TrainParts {
  tensorflow: Tensorflow;
  /** The base's. */
  tokenizer: Tokenizer;
  onEvent?: (event: TrainEvent) => void;
  /** Stops the training run after the step under way; its state is saved before. */
  signal?: AbortSignal;
}

/**
 * Fine-tunes a DistilBERT on labelled rows and leaves in `out` the model (a Hugging Face folder), losses.jsonl and
 * run.json. With `resume`, a training run that was stopped, by whatever, goes on from its last saved state with the
 * losses that it would have had, and one that had ended gives its result again.
 *
 * @throws EmostreamError `training_stopped` when the signal stops it, `diverged` when the loss is no number,
 *   `training_in_progress` when another one works in `out`, `other_run` when the saved state is of other options,
 *   `bad_state` and `bad_checkpoint` when what is saved is damaged, `system_error` when the disk is full, and what
 *   `prepareTraining` throws
 */
export async function train(
  rows: TrainingRows,
  options: TrainOptions,
  parts: TrainParts,
): Promise<TrainResult> {
  const plan = prepareTraining(rows, options, parts.tensorflow, parts.tokenizer);
  for (const text of plan.notes) parts.onEvent?.({ kind: 'note', text });
  try {
    return await withTrainingLock(options.out, (lost) => trainInFolder(plan, options, parts, lost));
  } catch (error) {
    throw systemError(error, `cannot train into ${options.out}`);
  }
}

async function trainInFolder(
  plan: TrainingPlan,
  { out, hyperparameters, teacher, resume, saveEvery }: TrainOptions,
  { onEvent = () => undefined, signal }: TrainParts,
  lost: AbortSignal,
): Promise<TrainResult> {
  const { epochs, gradientAccumulation, averageEpochs, keep, maxGradNorm, seed } = hyperparameters;
  const note = (text: string) => {
    onEvent({ kind: 'note', text });
  };

  // Resume: the result of a training run that has ended, or the place where a stopped one was.
  const folder = new TrainingFolder(out, plan.fingerprint, averageEpochs);
  if (!resume) folder.clear();
  const ended = folder.ended();
  if (ended !== undefined) {
    note(`${out} holds this very training run, ended`);
    return ended;
  }
  const saved = folder.load();
  const position = saved?.position ?? { step: 0, epochs: [], lossSum: 0, seconds: 0 };
  if (saved !== undefined) note(`goes on after step ${position.step} of ${plan.steps}`);
  folder.cutLosses(position.step);

  if (teacher !== undefined) {
    const texts = [...plan.data.train.rows.map(({ text }) => text), ...plan.data.unlabelled.texts];
    const onProgress = (done: number, total: number) => {
      onEvent({ kind: 'teacher', done, total });
    };
    const asked = { labels: plan.base.labels, folder: folder.answers, onProgress, signal };
    const answers = await teacherAnswers(teacher, texts, asked);
    plan.sequences.forEach((sequence, row) => {
      sequence.teacher = answers[row] as Float32Array;
    });
  }

  const model = plan.createModel(saved?.parameter);
  const save = () => {
    folder.save(position, model.optimizer);
    onEvent({ kind: 'saved', step: position.step });
  };
  try {
    const pace = startPace();
    const isDone = () => areDone(position.epochs.length, bestEpoch(position.epochs), hyperparameters);
    while (!isDone()) {
      const epoch = position.epochs.length + 1;

      // Batches -> loss -> backward -> AdamW.
      const stepsDone = position.step - (epoch - 1) * plan.stepsPerEpoch;
      for (const batches of plan.stepsOfEpoch(epoch - 1).slice(stepsDone)) {
        const began = performance.now();
        const learningRate = plan.learningRate(position.step);
        const firstPass = position.step * gradientAccumulation;
        const place = { step: position.step, firstPass, learningRate, maxGradNorm, seed };
        const { loss, gradNorm } = trainStep(model, batches, place);
        position.step++;
        if (!Number.isFinite(loss)) throw diverged(position.step, loss);
        position.lossSum += loss;
        position.seconds += (performance.now() - began) / 1000;
        const record = { step: position.step, epoch, loss, gradNorm, learningRate };
        folder.logLoss(record);
        const progress = { ...record, ...pace(batches.flat().length, plan.steps - position.step) };
        onEvent({ kind: 'step', progress: { ...progress, steps: plan.steps, epochs } });
        if (saveEvery > 0 && position.step % saveEvery === 0) save();

        // Lets signals and timers of the process in between two steps.
        await setImmediate();
        lost.throwIfAborted();
        if (signal?.aborted !== true) continue;
        save();
        throw stopped(position.step, plan.steps, out);
      }

      // Validation -> keep: on the model of the epoch, which is a mean where epochs are averaged.
      if (averageEpochs > 1) folder.keepEpoch(epoch, model.optimizer);
      const makesModel = plan.data.validation.rows.length > 0 || areDone(epoch, undefined, hyperparameters);
      const ofEpoch = makesModel && averageEpochs > 1 ? averaged(plan, folder, epoch) : model;
      try {
        const record = epochRecord(plan, position, validate(plan, ofEpoch));
        position.epochs.push(record);
        position.lossSum = 0;
        position.seconds = 0;
        const isKept = keptEpoch(position, keep) === epoch;
        if (isKept && (isDone() || (keep === 'best' && record.best))) {
          const read = (name: string) => plan.exportParameter(ofEpoch, name, position.step);
          saveModel(out, plan.base, read);
        }
        onEvent({ kind: 'epoch', epoch: record });
      } finally {
        if (ofEpoch !== model) ofEpoch.dispose();
      }
      save();
    }

    // The test rows are asked once, with the model that is kept.
    const kept = keptEpoch(position, keep);
    const inMemory = kept === position.epochs.length && averageEpochs === 1;
    const test = inMemory ? tested(plan, model) : testedFrom(out, plan);
    const described = describeTraining(plan, { out, hyperparameters, teacher }, position);
    const result = { ...described, lossesFile: folder.lossesFile, keptEpoch: kept, test };
    folder.end(result);
    return result;
  } finally {
    model.dispose();
  }
}

export interface StepOptions {
  /** Counted from 0. */
  step: number;
  /** Number of its first forward pass in the training run: the dropout masks follow from it. */
  firstPass: number;
  learningRate: number;
  maxGradNorm: number;
  seed: number;
}

/**
 * One step: the gradients of the batches, averaged and clipped, move the parameters.
 *
 * @param batches one, or more where gradients accumulate
 * @returns the loss, and the norm of the gradient before clipping
 */
export function trainStep(
  model: TrainableModel,
  batches: readonly (readonly TrainingSequence[])[],
  { step, firstPass, learningRate, maxGradNorm, seed }: StepOptions,
): { loss: number; gradNorm: number } {
  const { loss, gradients } = model.lossAndGradients(batches, seed, firstPass);
  const gradNorm = globalNorm(model.tensorflow, gradients.values());
  model.optimizer.step(gradients, step + 1, learningRate, clipFactor(gradNorm, maxGradNorm));
  for (const gradient of gradients.values()) gradient.dispose();
  return { loss, gradNorm };
}

/** The model whose weights are the means of the last epochs'. */
function averaged(plan: TrainingPlan, folder: TrainingFolder, epoch: number): TrainableModel {
  const mean = folder.meanOfEpochs(epoch);
  return plan.createModel((name) => ({ value: mean(name) }));
}

function validate({ data, base }: TrainingPlan, model: TrainableModel): EpochRecord['validation'] {
  if (data.validation.rows.length === 0) return undefined;
  const predictions = predictPart(model, data.validation, base.labels);
  const gold = predictions.map((prediction) => prediction.gold);
  const predicted = predictions.map((prediction) => prediction.predicted);
  const { accuracy, macro } = score(gold, predicted, base.labels);
  return { accuracy, macroF1: macro.f1 };
}

function epochRecord(
  { stepsPerEpoch }: TrainingPlan,
  { epochs, lossSum, seconds }: TrainingPosition,
  validation: EpochRecord['validation'],
): EpochRecord {
  const best = (validation?.macroF1 ?? -1) > (bestEpoch(epochs)?.validation?.macroF1 ?? -1);
  const measured = validation === undefined ? {} : { validation };
  return { epoch: epochs.length + 1, loss: lossSum / stepsPerEpoch, seconds, ...measured, best };
}

/** The last epoch that was the best until then. */
function bestEpoch(epochs: readonly EpochRecord[]): EpochRecord | undefined {
  return epochs.filter(({ best }) => best).at(-1);
}

/** The epoch whose model is kept, as it stands: the best so far where that is wanted and known, else the last. */
function keptEpoch({ epochs }: TrainingPosition, keep: Hyperparameters['keep']): number {
  const best = keep === 'best' ? bestEpoch(epochs)?.epoch : undefined;
  return best ?? epochs.length;
}

/** Whether all epochs are done, or none was better for as many as patience allows. */
function areDone(
  done: number,
  best: EpochRecord | undefined,
  { epochs, patience }: Hyperparameters,
): boolean {
  return done >= epochs || (patience > 0 && done - (best?.epoch ?? 0) >= patience);
}

function tested({ data, base }: TrainingPlan, model: TrainableModel): TrainResult['test'] {
  if (data.test.rows.length === 0) return undefined;
  const predictions = predictPart(model, data.test, base.labels);
  const train = [...data.train.rows, ...data.validation.rows];
  const report = reportPredictions(predictions, { rows: data.test.rows, labels: base.labels, train });
  return { report, predictions };
}

/** The same with the model that was saved. */
function testedFrom(out: string, plan: TrainingPlan): TrainResult['test'] {
  if (plan.data.test.rows.length === 0) return undefined;
  const model = plan.reopenModel(out);
  try {
    return tested(plan, model);
  } finally {
    model.dispose();
  }
}

/** How fast a training run goes, since this process took it up; called after each step. */
function startPace(): (rows: number, stepsLeft: number) => { rowsPerSecond: number; secondsLeft: number } {
  const began = performance.now();
  let [steps, rows] = [0, 0];
  return (rowsOfStep, stepsLeft) => {
    steps++;
    rows += rowsOfStep;
    const seconds = (performance.now() - began) / 1000;
    return { rowsPerSecond: rows / seconds, secondsLeft: (stepsLeft * seconds) / steps };
  };
}

function stopped(step: number, steps: number, out: string): EmostreamError {
  return new EmostreamError(`training was stopped after step ${step} of ${steps}`, {
    code: 'training_stopped',
    fault: 'environment',
    hint: `go on with --resume: the state is saved in ${out}`,
  });
}

function diverged(step: number, loss: number): EmostreamError {
  return new EmostreamError(`the loss of step ${step} is ${loss}`, {
    code: 'diverged',
    fault: 'configuration',
    hint: 'take a lower learning rate, or a longer warm-up',
  });
}
