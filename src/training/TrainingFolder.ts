import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmostreamError, messageOf } from '../common/errors';
import { writeWhole } from '../common/writeWhole';
import { readRunFile, runFile } from '../model/checkpoint/RunFile';
import { tensorsOf } from '../model/checkpoint/safetensors';
import { meanOf } from './averageModels';
import type { AdamW, ParameterState } from './optimizer';
import { writeSafetensors } from './saveModel';
import type { EpochRecord, StepRecord, TrainResult } from './TrainResult';

/** Where a training run is. All that is random follows from the seed and these numbers. */
export interface TrainingPosition {
  /** Steps done. */
  step: number;
  /** Epochs done, each with what it measured. */
  epochs: EpochRecord[];
  /** Sum of the losses of the epoch under way, and seconds spent on it. */
  lossSum: number;
  seconds: number;
}

/** What a stopped training run goes on from. */
export interface SavedTraining {
  position: TrainingPosition;
  parameter: (name: string) => ParameterState;
}

const stateFile = 'state.json';
const stateParts = ['value', 'firstMoment', 'secondMoment'] as const;

/**
 * What a training run has on disk beside its model:
 *
 * - `losses.jsonl`, a `StepRecord` a line, written as it happens;
 * - `state/`, the position and, for each parameter, its value and Adam's moments, until the run has ended;
 * - `epochs/`, the weights at the ends of the last epochs, where they are averaged, until the run has ended;
 * - `teacher/`, a teacher's answers, until the run has ended;
 * - `run.json`, the result of the run that has ended.
 *
 * Every file is written whole before another points to it, so that a kill at any moment leaves the last state valid.
 */
export class TrainingFolder {
  readonly lossesFile: string;
  /** Folder of the teacher's answers. */
  readonly answers: string;
  readonly #path: string;
  readonly #fingerprint: string;
  readonly #averageEpochs: number;

  /**
   * @param fingerprint of what the losses depend on: the files of another training run are refused
   * @param averageEpochs epochs whose weights are averaged
   */
  constructor(path: string, fingerprint: string, averageEpochs: number) {
    this.#path = path;
    this.#fingerprint = fingerprint;
    this.#averageEpochs = averageEpochs;
    this.lossesFile = join(path, 'losses.jsonl');
    this.answers = join(path, 'teacher');
  }

  /** Removes what an earlier training run left, but for the teacher's answers. */
  clear(): void {
    for (const name of ['state', 'epochs', runFile]) {
      rmSync(join(this.#path, name), { recursive: true, force: true });
    }
  }

  /**
   * The result of this very training run, where it has ended.
   *
   * @throws EmostreamError `other_run` when another one has ended here, `bad_checkpoint` when run.json is broken
   */
  ended(): TrainResult | undefined {
    const ended = readRunFile(this.#path);
    if (ended === undefined) return undefined;
    if (ended.fingerprint !== this.#fingerprint) throw otherRun(this.#path);
    return ended.result as unknown as TrainResult;
  }

  /** Writes the result, and removes what was there to go on from. */
  end(result: TrainResult): void {
    writeWhole(join(this.#path, runFile), JSON.stringify({ fingerprint: this.#fingerprint, result }));
    for (const name of [this.#state(), this.#epochs(), this.answers]) {
      rmSync(name, { recursive: true, force: true });
    }
  }

  save(position: TrainingPosition, optimizer: AdamW): void {
    mkdirSync(this.#state(), { recursive: true });
    const tensors = `step-${position.step}.safetensors`;
    writeSafetensors(
      this.#state(tensors),
      optimizer.names.flatMap((name) =>
        stateParts.map((part) => ({
          name: `${name}:${part}`,
          shape: optimizer.shape(name),
          read: () => optimizer.read(name, part),
        })),
      ),
    );
    const content = { fingerprint: this.#fingerprint, tensors, position };
    writeWhole(this.#state(stateFile), JSON.stringify(content));
    keepOnly(this.#state(), [stateFile, tensors]);
  }

  /**
   * The last saved state; undefined where there is none.
   *
   * @throws EmostreamError `other_run` when it is of a training run with other data or hyperparameters, `bad_state`
   *   when its files are damaged
   */
  load(): SavedTraining | undefined {
    const path = this.#state(stateFile);
    if (!existsSync(path)) return undefined;
    try {
      const saved = JSON.parse(readFileSync(path, 'utf8')) as {
        fingerprint: string;
        tensors: string;
        position: TrainingPosition;
      };
      if (saved.fingerprint !== this.#fingerprint) throw otherRun(this.#path);
      const read = tensorsOf(this.#state(saved.tensors));
      return {
        position: saved.position,
        parameter: (name) => ({
          value: read(`${name}:value`),
          firstMoment: read(`${name}:firstMoment`),
          secondMoment: read(`${name}:secondMoment`),
        }),
      };
    } catch (error) {
      if (error instanceof EmostreamError && error.code === 'other_run') throw error;
      throw new EmostreamError(`the saved state ${path} is damaged: ${messageOf(error)}`, {
        code: 'bad_state',
        fault: 'environment',
        hint: 'train again from the start with --no-resume',
        cause: error,
      });
    }
  }

  /**
   * Takes off the log what a killed training run wrote after the state that it goes on from: those steps are done
   * again.
   */
  cutLosses(step: number): void {
    const lines = existsSync(this.lossesFile) ? readFileSync(this.lossesFile, 'utf8').split('\n') : [];
    const kept = lines.slice(0, step).map((line) => `${line}\n`);
    writeWhole(this.lossesFile, kept.join(''));
  }

  logLoss(record: StepRecord): void {
    appendFileSync(this.lossesFile, JSON.stringify(record) + '\n');
  }

  /**
   * Keeps the weights of an epoch that has ended, counted from 1, and removes those that are too old by now. They are
   * files, and not one sum, so that a stopped training run has them.
   */
  keepEpoch(epoch: number, optimizer: AdamW): void {
    mkdirSync(this.#epochs(), { recursive: true });
    writeSafetensors(
      this.#epochs(epochFile(epoch)),
      optimizer.names.map((name) => ({
        name,
        shape: optimizer.shape(name),
        read: () => optimizer.read(name),
      })),
    );
    keepOnly(this.#epochs(), this.#averaged(epoch).map(epochFile));
  }

  /**
   * Stochastic weight averaging (Izmailov et al., 2018), here under the schedule as it is.
   *
   * @returns reads a parameter's mean over the last epochs up to this one
   */
  meanOfEpochs(epoch: number): (name: string) => Float32Array {
    const epochs = this.#averaged(epoch).map((each) => tensorsOf(this.#epochs(epochFile(each))));
    return (name) => meanOf(epochs.map((read) => read(name)));
  }

  #averaged(epoch: number): number[] {
    const count = Math.min(this.#averageEpochs, epoch);
    return Array.from({ length: count }, (_, before) => epoch - before);
  }

  #state(...names: string[]): string {
    return join(this.#path, 'state', ...names);
  }

  #epochs(...names: string[]): string {
    return join(this.#path, 'epochs', ...names);
  }
}

function epochFile(epoch: number): string {
  return `epoch-${epoch}.safetensors`;
}

function keepOnly(folder: string, names: readonly string[]): void {
  for (const name of readdirSync(folder)) {
    if (!names.includes(name)) rmSync(join(folder, name));
  }
}

function otherRun(folder: string): EmostreamError {
  return new EmostreamError(`${folder} holds a training run with another base, data or hyperparameters`, {
    code: 'other_run',
    fault: 'configuration',
    hint: 'resume with the very options of that run, or train into another folder',
  });
}
