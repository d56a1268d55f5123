import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Checkpoint, openCheckpoint } from '../model/checkpoint/Checkpoint';
import { type RunFile, readRunFile, runFile, trainingCountsOf } from '../model/checkpoint/RunFile';
import { checkpointError } from '../model/checkpoint/modelFiles';
import { openBaseModel } from './BaseModel';
import { saveModel } from './saveModel';

/**
 * Saves the model whose weights are the mean of several ones': a model soup (Wortsman et al., 2022). It answers about
 * as well as their votes would together, at the cost of one, where they were fine-tuned from one start, head included,
 * with other seeds or hyperparameters; weights that started apart have no use for each other's mean.
 *
 * The training distribution that drift is measured against (run.json) goes with it when it is the same for all.
 *
 * @param folders of the models, two at least
 * @param out folder to write, none of those
 * @throws EmostreamError `bad_checkpoint` for a folder that holds no model, or another kind of model than the first
 */
export function averageModels(folders: readonly string[], out: string): Checkpoint {
  const models = folders.map(openCheckpoint);
  const [first] = models;
  if (first === undefined) throw new Error('there is no model to average');
  for (const model of models) checkAlike(first, model);
  const base = openBaseModel(first.folder, { labels: first.labels, layers: undefined, seed: 0 });
  saveModel(out, { ...base, labels: first.labels }, (name) =>
    meanOf(models.map(({ weights }) => weights.read(name))),
  );
  const run = commonRunOf(folders);
  if (run === undefined) rmSync(join(out, runFile), { force: true });
  else writeFileSync(join(out, runFile), JSON.stringify(run));
  return openCheckpoint(out);
}

function checkAlike(first: Checkpoint, other: Checkpoint): void {
  const hint = 'average models that were fine-tuned from one base on one set of labels';
  if (!isDeepStrictEqual(first.labels, other.labels)) {
    const [wanted, found] = [first, other].map(({ labels }) => labels.join(', '));
    throw checkpointError(`${other.folder} has the labels ${found}, ${first.folder} has ${wanted}`, hint);
  }
  const different = Object.keys(first.network.config).find(
    (key) => !isDeepStrictEqual(first.network.config[key], other.network.config[key]),
  );
  if (different === undefined) return;
  const [wanted, found] = [first, other].map(({ network }) => JSON.stringify(network.config[different]));
  throw checkpointError(`${other.folder} has ${different} ${found}, ${first.folder} has ${wanted}`, hint);
}

function commonRunOf(folders: readonly string[]): RunFile | undefined {
  const [classCounts, ...others] = folders.map(trainingCountsOf);
  if (classCounts === undefined) return undefined;
  if (!others.every((counts) => isDeepStrictEqual(counts, classCounts))) return undefined;
  const fingerprints = folders.map((folder) => readRunFile(folder)?.fingerprint).join();
  const fingerprint = createHash('sha256').update(fingerprints).digest('hex');
  return { fingerprint, result: { classCounts, averaged: [...folders] } };
}
/** The mean of arrays of one length, element by element. */
export function meanOf(arrays: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = arrays;
  return first.map((_, at) => arrays.reduce((sum, array) => sum + (array[at] ?? NaN), 0) / arrays.length);
}
