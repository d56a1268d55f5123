import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyBase } from './tinyBase';

/** A folder for the runs of each test, with a tiny base in it. */
export interface TrainingFolder {
  at: (...names: string[]) => string;
  /** losses.jsonl of a run in the folder. */
  losses: (out: string) => string;
  /** model.safetensors of a run in the folder. */
  weights: (out: string) => Buffer;
}

/** Made before each test of a file, with the base at `base`, and removed after it. */
export function useTrainingFolder(): TrainingFolder {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'train-'));
    writeTinyBase(join(folder, 'base'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  return {
    at: (...names) => join(folder, ...names),
    losses: (out) => readFileSync(join(folder, out, 'losses.jsonl'), 'utf8'),
    weights: (out) => readFileSync(join(folder, out, 'model.safetensors')),
  };
}
