import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../common/writeWhole';
import { checkpointError, readJsonObject } from '../checkpoint/modelFiles';
import { isClassCounts, type ClassCounts } from '../checkpoint/RunFile';
import { isDriftBaseline, type DriftBaseline } from './DriftBaseline';

export type Precision = 'float32' | 'int8';

/** Raised whenever the graph or this file changes: cached engines of other versions are built anew. */
export const engineFormat = 1;
export const engineFile = 'engine.onnx';
export const manifestFile = 'emostream.json';

/** emostream.json: what an engine folder holds, and of what it was made. */
export interface EngineManifest {
  format: number;
  name: string;
  precision: Precision;
  /** In the order of the outputs. */
  labels: readonly string[];
  /** Longest sequence, special tokens included. */
  maxTokens: number;
  padId: number;
  /** SHA-256 over the files of the checkpoint, hexadecimal. */
  sourceHash: string;
  /** SHA-256 of engine.onnx, hexadecimal. */
  engineHash: string;
  /** Rows of each class in the training data: drift of the classes is measured from it. Left out where not known. */
  trainingCounts?: ClassCounts;
  /** Drift of confidence and of text lengths is measured from it. Left out where the model was not validated. */
  validation?: DriftBaseline;
}

export function isEngineFolder(folder: string): boolean {
  return existsSync(join(folder, manifestFile));
}

/**
 * The manifest of an engine folder, its engine file checked against it: that reads the whole file.
 *
 * @throws EmostreamError `bad_checkpoint` when something is missing, of another version, or damaged
 */
export function readEngineFolder(folder: string): EngineManifest {
  const manifest = readManifest(folder);
  const engine = join(folder, engineFile);
  if (!existsSync(engine)) throw checkpointError(`${engine} is missing`);
  if (createHash('sha256').update(readFileSync(engine)).digest('hex') !== manifest.engineHash) {
    throw checkpointError(
      `${engine} is damaged: its hash is not that of ${manifestFile}`,
      'export or copy it again',
    );
  }
  return manifest;
}

/**
 * The manifest alone; the engine file is not looked at.
 *
 * @throws EmostreamError `bad_checkpoint` when it is missing, of another version, or damaged
 */
export function readManifest(folder: string): EngineManifest {
  const path = join(folder, manifestFile);
  const json = readJsonObject(path);
  if (json['format'] !== engineFormat) {
    throw checkpointError(
      `${path} has format ${JSON.stringify(json['format'])}, this emostream reads ${engineFormat}`,
      'export the checkpoint again with `emostream export`',
    );
  }
  const { name, precision, labels, maxTokens, padId, sourceHash, engineHash, trainingCounts, validation } =
    json;
  const complete =
    typeof name === 'string' &&
    (precision === 'int8' || precision === 'float32') &&
    Array.isArray(labels) &&
    labels.length > 0 &&
    labels.every((label) => typeof label === 'string') &&
    typeof maxTokens === 'number' &&
    typeof padId === 'number' &&
    typeof sourceHash === 'string' &&
    typeof engineHash === 'string' &&
    (trainingCounts === undefined || isClassCounts(trainingCounts)) &&
    (validation === undefined || isDriftBaseline(validation));
  if (!complete) throw checkpointError(`${path} lacks a field or has one of the wrong type`);
  return {
    ...{ format: engineFormat, name, precision, labels, maxTokens, padId, sourceHash, engineHash },
    ...(trainingCounts !== undefined && { trainingCounts }),
    ...(validation !== undefined && { validation }),
  };
}

export function writeManifest(folder: string, manifest: EngineManifest): void {
  writeWhole(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Adds to an engine folder what its model sees and says on validation texts, instead of what was there.
 *
 * @throws EmostreamError `bad_checkpoint` when it is no engine folder
 */
export function writeDriftBaseline(folder: string, validation: DriftBaseline): EngineManifest {
  const manifest = { ...readEngineFolder(folder), validation };
  writeManifest(folder, manifest);
  return manifest;
}
