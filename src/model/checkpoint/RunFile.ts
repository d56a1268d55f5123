import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointError, isObject, readJsonObject, type JsonObject } from './modelFiles';

/** Rows of each class, by label. */
export type ClassCounts = Readonly<Record<string, number>>;

export function isClassCounts(value: unknown): value is ClassCounts {
  return isObject(value) && Object.values(value).every((count) => Number.isFinite(count));
}

/** Written beside the weights when a training has ended. */
export const runFile = 'run.json';

/** run.json: how a checkpoint was trained. */
export interface RunFile {
  /** SHA-256 of all that the run depended on, hexadecimal. */
  fingerprint: string;
  /** The training's `TrainResult`; only what models are made of is looked at here. */
  result: JsonObject & {
    /** Rows trained on. */
    classCounts: ClassCounts;
    /** Those of them that are of other sources; left out where there were none. */
    extraCounts?: ClassCounts;
  };
}

/**
 * What is known of a checkpoint's training; undefined where the folder does not tell.
 *
 * @throws EmostreamError `bad_checkpoint` when run.json is broken
 */
export function readRunFile(folder: string): RunFile | undefined {
  const path = join(folder, runFile);
  if (!existsSync(path)) return undefined;
  const hint =
    'train again with --no-resume, or remove the file: the model works without it, but class drift is not measured';
  const json = readJsonObject(path, hint);
  if (!isRunFile(json)) {
    throw checkpointError(`${path} is not what emostream train writes: it lacks a field`, hint);
  }
  return json;
}

/**
 * Rows of each class that a checkpoint was trained on, but for those of other sources: what its stream is like.
 *
 * @returns undefined where the folder does not tell
 * @throws EmostreamError `bad_checkpoint` when run.json is broken
 */
export function trainingCountsOf(folder: string): ClassCounts | undefined {
  const run = readRunFile(folder);
  if (run === undefined) return undefined;
  const { classCounts, extraCounts = {} } = run.result;
  return Object.fromEntries(
    Object.entries(classCounts).map(([label, count]) => [label, count - (extraCounts[label] ?? 0)]),
  );
}

function isRunFile(json: JsonObject): json is JsonObject & RunFile {
  const { fingerprint, result } = json;
  return (
    typeof fingerprint === 'string' &&
    isObject(result) &&
    isClassCounts(result['classCounts']) &&
    (result['extraCounts'] === undefined || isClassCounts(result['extraCounts']))
  );
}
