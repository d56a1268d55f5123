import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { weightFiles } from '../../model/checkpoint/Checkpoint';
import type { BaseModel } from '../model/BaseModel';
import type { TrainOptions } from './TrainOptions';
import type { TrainingRows } from './trainingData';

/** SHA-256 of all that a run's losses depend on: base, rows, hyperparameters, teacher. */
export function runFingerprint(
  base: BaseModel,
  rows: TrainingRows,
  { hyperparameters, teacher }: TrainOptions,
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([base.config.json, hyperparameters, rows, teacher?.fingerprint]));
  for (const file of weightFiles(base.folder)) hash.update(readFileSync(file));
  return hash.digest('hex');
}
