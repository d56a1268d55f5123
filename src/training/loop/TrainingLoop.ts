import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EmostreamError } from '../../common/errors';
import { score } from '../../evaluation/scores/score';
import { saveModel } from '../model/saveModel';
import type { EpochWeights } from './EpochWeights';
import { LossLog } from './LossLog';
import { Pace } from './Pace';
import { predictPart } from './predictPart';
import type { Run } from './prepareRun';
import type { RunPosition, RunState } from './RunState';
import type { TrainingSequence, TrainableModel } from './TrainableModel';
import type { TrainOptions } from './TrainOptions';
import type { EpochRecord, TrainEvent } from './TrainResult';

/** The file of step records in a run's folder. */
export const lossesFile = 'losses.jsonl';

export interface LoopParts {
  run: Run;
  model: TrainableModel;
  state: RunState;
  epochWeights: EpochWeights;
  onEvent: (event: TrainEvent) => void;
  signal: AbortSignal | undefined;
}

/** The epochs of a run and the steps in them, from wherever it stands. */
export class TrainingLoop {
  readonly #parts: LoopParts;
  readonly #options: TrainOptions;
  readonly #position: RunPosition;
  readonly #log: LossLog;
  readonly #pace = new Pace();

  /** @param position where the run stands; moved on */
  constructor(parts: LoopParts, options: TrainOptions, position: RunPosition) {
    this.#parts = parts;
    this.#options = options;
    this.#position = position;

    this.#log = new LossLog(join(options.out, lossesFile), position.step);
  }

  /** @throws EmostreamError `training_stopped` when the signal stops it, `diverged` when the loss is no number */
  async finish(): Promise<void> {
    const { epochs } = this.#options.hyperparameters;
    while (this.#position.epochs.length < epochs && !this.#outOfPatience()) {
      await this.#finishEpoch();
      this.#endEpoch();
      this.#save();
    }
  }

  async #finishEpoch(): Promise<void> {
    const { run, signal } = this.#parts;
    const epoch = this.#position.epochs.length;
    const steps = run.plan(epoch);
    const done = this.#position.step - epoch * run.stepsPerEpoch;
    for (const rows of steps.slice(done)) {
      this.#step(rows.map((batch) => batch.map((row) => this.#sequence(row))));
      const { saveEvery, out } = this.#options;
      if (saveEvery > 0 && this.#position.step % saveEvery === 0) this.#save();
      // Lets signals and timers of the process in between two steps.
      await setImmediate();
      if (signal?.aborted !== true) continue;
      this.#save();
      throw new EmostreamError(`training was stopped after step ${this.#position.step} of ${run.steps}`, {
        code: 'training_stopped',
        fault: 'environment',
        hint: `go on with --resume: the state is saved in ${out}`,
      });
    }
  }

  #step(batches: TrainingSequence[][]): void {
    const { run, model, onEvent } = this.#parts;
    const position = this.#position;
    const began = performance.now();
    const learningRate = run.learningRate(position.step);
    const { maxGradNorm, seed, epochs, gradientAccumulation } = this.#options.hyperparameters;
    const firstPass = position.step * gradientAccumulation;
    const step = { step: position.step, firstPass, learningRate, maxGradNorm, seed };
    const result = model.step(batches, step);
    position.step++;
    if (!Number.isFinite(result.loss)) throw diverged(position.step, result.loss);
    position.lossSum += result.loss;
    position.seconds += (performance.now() - began) / 1000;
    const record = { step: position.step, epoch: position.epochs.length + 1, ...result, learningRate };
    this.#log.append(record);
    this.#pace.count(batches.flat().length);
    const pace = this.#pace.progress(run.steps - position.step);
    onEvent({ kind: 'step', progress: { ...record, ...pace, steps: run.steps, epochs } });
  }

  /** Scores the epoch, keeps its model when it is the best so far, and goes to the next. */
  #endEpoch(): void {
    const { run, model, epochWeights, onEvent } = this.#parts;
    const position = this.#position;
    if (this.#averages) epochWeights.add(position.epochs.length + 1, model.optimizer);
    const validation = this.#validate(position.epochs.length + 1);
    const best = (validation?.macroF1 ?? -1) > (bestEpoch(position)?.validation?.macroF1 ?? -1);
    const epoch: EpochRecord = {
      epoch: position.epochs.length + 1,
      loss: position.lossSum / run.stepsPerEpoch,
      seconds: position.seconds,
      ...(validation !== undefined && { validation }),
      best,
    };
    if (best && this.#options.hyperparameters.keep === 'best') this.saveModel(epoch.epoch);
    position.epochs.push(epoch);
    position.lossSum = 0;
    position.seconds = 0;
    onEvent({ kind: 'epoch', epoch });
  }

  /** Saves the model of the epoch that has just ended, counted from 1, into the run's folder. */
  saveModel(epoch: number): void {
    const { run } = this.#parts;
    this.#withModelOf(epoch, (model) =>
      saveModel(this.#options.out, run.base, (name) => run.exportParameter(model, name, this.#position.step)),
    );
  }

  #validate(epoch: number): EpochRecord['validation'] {
    const { run } = this.#parts;
    const { validation } = run.data;
    if (validation.rows.length === 0) return undefined;
    const predictions = this.#withModelOf(epoch, (model) => predictPart(model, validation, run.base.labels));
    const gold = predictions.map((prediction) => prediction.gold);
    const predicted = predictions.map((prediction) => prediction.predicted);
    const { accuracy, macro } = score(gold, predicted, run.base.labels);
    return { accuracy, macroF1: macro.f1 };
  }

  /** Whether an epoch's model is another than the one that trains. */
  get #averages(): boolean {
    return this.#options.hyperparameters.averageEpochs > 1;
  }

  #withModelOf<Result>(epoch: number, use: (model: TrainableModel) => Result): Result {
    const { run, model, epochWeights } = this.#parts;
    if (!this.#averages) return use(model);
    const mean = epochWeights.mean(epoch);
    const averaged = run.createModel((name) => ({ value: mean(name) }));
    try {
      return use(averaged);
    } finally {
      averaged.dispose();
    }
  }

  #save(): void {
    const { state, model, onEvent } = this.#parts;
    state.save(this.#position, model.optimizer);
    onEvent({ kind: 'saved', step: this.#position.step });
  }

  #outOfPatience(): boolean {
    const { patience } = this.#options.hyperparameters;
    const best = bestEpoch(this.#position)?.epoch ?? 0;
    return patience > 0 && this.#position.epochs.length - best >= patience;
  }

  #sequence(row: number): TrainingSequence {
    const sequence = this.#parts.run.sequences[row];
    if (sequence === undefined) throw new Error(`there is no training row ${row}`);
    return sequence;
  }
}

/** The last epoch that was the best until then. */
export function bestEpoch({ epochs }: RunPosition): EpochRecord | undefined {
  return epochs.filter(({ best }) => best).at(-1);
}

function diverged(step: number, loss: number): EmostreamError {
  return new EmostreamError(`the loss of step ${step} is ${loss}`, {
    code: 'diverged',
    fault: 'configuration',
    hint: 'take a lower learning rate, or a longer warm-up',
  });
}
