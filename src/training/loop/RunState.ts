import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmostreamError } from '../../common/errors';
import { tensorsOf } from '../../model/checkpoint/safetensors';
import { writeSafetensors } from '../model/writeSafetensors';
import type { AdamW, ParameterState } from '../optimizer/AdamW';
import type { EpochRecord } from './TrainResult';
import { writeWhole } from '../../common/writeWhole';

/** Where a run is. All that is random follows from the seed and these numbers. */
export interface RunPosition {
  /** Steps done. */
  step: number;
  /** Epochs done, each with what it measured. */
  epochs: EpochRecord[];
  /** Sum of the losses of the epoch under way, and seconds spent on it. */
  lossSum: number;
  seconds: number;
}

const pointer = 'state.json';
const parts = ['value', 'firstMoment', 'secondMoment'] as const;

/**
 * What a stopped run goes on from, in a folder of its own: the position and, for each parameter, its value and Adam's
 * moments. A new state is written whole before state.json points to it, so that a kill at any moment leaves the
 * last one valid.
 */
export class RunState {
  readonly #folder: string;
  readonly #fingerprint: string;
  /**
   * @param folder of the states
   * @param fingerprint of what the losses depend on: a state of another run is refused
   */
  constructor(folder: string, fingerprint: string) {
    this.#folder = folder;
    this.#fingerprint = fingerprint;
  }

  save(position: RunPosition, optimizer: AdamW): void {
    mkdirSync(this.#folder, { recursive: true });
    const tensors = `step-${position.step}.safetensors`;
    writeSafetensors(
      join(this.#folder, tensors),
      optimizer.names.flatMap((name) =>
        parts.map((part) => ({
          name: `${name}:${part}`,
          shape: optimizer.shape(name),
          read: () => optimizer.read(name, part),
        })),
      ),
    );
    const path = join(this.#folder, pointer);
    const content = { fingerprint: this.#fingerprint, tensors, position };
    writeWhole(path, JSON.stringify(content));
    for (const name of readdirSync(this.#folder)) {
      if (name !== pointer && name !== tensors) rmSync(join(this.#folder, name));
    }
  }

  /**
   * The saved position, and the parameters as they were then; undefined where nothing was saved.
   *
   * @throws EmostreamError `other_run` when the state is of a run with other data or hyperparameters
   */
  load(): { position: RunPosition; parameter: (name: string) => ParameterState } | undefined {
    const path = join(this.#folder, pointer);
    if (!existsSync(path)) return undefined;
    const saved = JSON.parse(readFileSync(path, 'utf8')) as {
      fingerprint: string;
      tensors: string;
      position: RunPosition;
    };
    if (saved.fingerprint !== this.#fingerprint) {
      throw otherRun(this.#folder);
    }
    const read = tensorsOf(join(this.#folder, saved.tensors));
    return {
      position: saved.position,
      parameter: (name) => ({
        value: read(`${name}:value`),
        firstMoment: read(`${name}:firstMoment`),
        secondMoment: read(`${name}:secondMoment`),
      }),
    };
  }

  /** Takes the state away: the run has ended. */
  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A folder holds a run, but not the one that is asked for. */
export function otherRun(folder: string): EmostreamError {
  return new EmostreamError(`${folder} holds a run with another base, data or hyperparameters`, {
    code: 'other_run',
    fault: 'configuration',
    hint: 'resume with the very options of that run, or train into another folder',
  });
}
