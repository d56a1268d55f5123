import { copyFileSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { count } from '../../common/count';
import { EmostreamError } from '../../common/errors';
import { systemError } from '../../common/systemError';
import { buildWhole } from '../../common/buildWhole';
import { openCheckpoint, type Checkpoint } from '../checkpoint/Checkpoint';
import { checkpointError, sourceFiles, sourceHash } from '../checkpoint/modelFiles';
import { trainingCountsOf } from '../checkpoint/RunFile';
import { logitsOf } from '../engines/onnx/onnxEngine';
import { writeOnnxFile } from '../graph/writeOnnxFile';
import { isFiniteAnswer } from '../probabilities';
import { CalibrationBuilder, observedScheme, type Calibration } from '../quantization/Calibration';
import { float32Scheme } from '../quantization/float32Scheme';
import { int8Scheme } from '../quantization/int8Scheme';
import { HuggingFaceTokenizer } from '../tokenizer/HuggingFaceTokenizer';
import { compareLogits, type Agreement } from './compareLogits';
import {
  engineFile,
  engineFormat,
  isEngineFolder,
  writeManifest,
  type EngineManifest,
  type Precision,
} from './EngineManifest';

export interface ExportOptions {
  /** int8 by default. */
  precision?: Precision;
  /**
   * Texts like those that will be tagged: their activations set the int8 scales, and the engine is checked on them. At
   * least one.
   */
  calibrationTexts: readonly string[];
  /** What labels will call the model; the checkpoint folder's name by default. */
  name?: string;
  /** What becomes of an engine that is there by the end; it is replaced by default. */
  existing?: 'keep' | 'replace';
  /** Told what is being done, one sentence a step. */
  onProgress?: (step: string) => void;
}

export interface ExportReport {
  manifest: EngineManifest;
  /** The engine beside the same checkpoint in float32, on the calibration texts. */
  agreement: Agreement;
}

/**
 * Makes an engine folder of a checkpoint folder, and checks it against the checkpoint in float32. The folder is there
 * whole or not at all.
 *
 * @throws EmostreamError `bad_checkpoint` for a checkpoint that cannot be used, also for weights or answers that are
 *   not finite; `no_texts` without calibration texts; `folder_in_use` when the folder holds something else than an
 *   engine; `system_error` for what the machine refuses
 */
export async function exportEngine(
  checkpointFolder: string,
  outFolder: string,
  options: ExportOptions,
): Promise<ExportReport> {
  const { existing = 'replace' } = options;
  const out = resolve(outFolder);
  try {
    const checkpoint = openCheckpoint(checkpointFolder);
    checkPlace(out);
    if (options.calibrationTexts.length === 0) throw noTexts();
    return await buildWhole(out, existing, (building) => buildEngine(checkpoint, building, options));
  } catch (error) {
    throw systemError(error);
  }
}

async function buildEngine(
  checkpoint: Checkpoint,
  building: string,
  { precision = 'int8', calibrationTexts, name, onProgress = () => undefined }: ExportOptions,
): Promise<ExportReport> {
  const { folder, network, weights, labels } = checkpoint;
  const { maxTokens, padId, activations } = network;
  const trainingCounts = trainingCountsOf(folder);
  const tokenizer = await HuggingFaceTokenizer.load(folder);
  const sequences = calibrationTexts.map((text) => tokenizer.encode(text, maxTokens));
  onProgress(`running ${count(sequences.length, 'text')} through ${folder} in float32`);
  const reference = await runReference(checkpoint, join(building, 'reference.onnx'), sequences);
  onProgress(`writing the ${precision} engine`);
  const scheme =
    precision === 'int8' ? int8Scheme(weights, activations, reference.calibration) : float32Scheme(weights);
  const engine = join(building, engineFile);
  const engineHash = writeOnnxFile(engine, network.graph(weights, labels.length, scheme));
  const manifest: EngineManifest = {
    format: engineFormat,
    name: name ?? basename(resolve(folder)),
    precision,
    labels,
    maxTokens,
    padId,
    sourceHash: await sourceHash(folder),
    engineHash,
    ...(trainingCounts !== undefined && { trainingCounts }),
  };
  writeManifest(building, manifest);
  for (const file of sourceFiles(folder).small) copyFileSync(file, join(building, basename(file)));
  onProgress('checking the engine against float32');
  const agreement = compareLogits(reference.logits, await logitsOf(engine, sequences));
  return { manifest, agreement };
}

async function runReference(
  { folder, network, weights, labels }: Checkpoint,
  path: string,
  sequences: readonly Int32Array[],
): Promise<{ logits: Float32Array[]; calibration: Calibration }> {
  const observed = observedScheme(float32Scheme(weights), network.activations);
  writeOnnxFile(path, network.graph(weights, labels.length, observed));
  const calibration = new CalibrationBuilder(network.activations);
  try {
    const logits = await logitsOf(path, sequences, (tokens, outputs) => {
      calibration.add(tokens, outputs);
    });
    const overflow = logits.findIndex((row) => !isFiniteAnswer(row));
    if (overflow !== -1) {
      throw checkpointError(
        `${folder}: calibration text ${overflow + 1} gives ${logits[overflow]?.join(', ') ?? ''} instead of logits`,
        'its weights are finite, but so large that they overflow: train with a lower learning rate',
      );
    }
    return { logits, calibration: calibration.build() };
  } finally {
    rmSync(path, { force: true });
  }
}

/** An engine is replaced, anything else is not: the folder may have been named by mistake. */
function checkPlace(out: string): void {
  if (!existsSync(out) || isEngineFolder(out)) return;
  const isFolder = statSync(out).isDirectory();
  if (isFolder && readdirSync(out).length === 0) return;
  throw new EmostreamError(`${out} is ${isFolder ? 'a folder with other files' : 'a file'}`, {
    code: 'folder_in_use',
    fault: 'configuration',
    hint: 'name a new folder, an empty one, or an engine folder, which is replaced',
  });
}

function noTexts(): EmostreamError {
  return new EmostreamError('there are no calibration texts', {
    code: 'no_texts',
    fault: 'input',
    hint: 'give at least one, better some hundred like those that will be tagged',
  });
}
