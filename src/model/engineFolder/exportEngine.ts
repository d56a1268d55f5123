import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { openCheckpoint, type Checkpoint } from '../checkpoint/Checkpoint';
import { trainingCountsOf } from '../checkpoint/RunFile';
import { distilbertGraph } from '../architectures/distilbert/distilbertGraph';
import { floatArithmetic } from '../graph/floatArithmetic';
import { writeOnnxFile } from '../graph/writeOnnxFile';
import { int8Arithmetic } from '../quantization/int8Arithmetic';
import { observingArithmetic } from '../quantization/observingArithmetic';
import { CalibrationBuilder, type Calibration } from '../quantization/Calibration';
import { HuggingFaceTokenizer } from '../tokenizer/HuggingFaceTokenizer';
import { compareLogits, type Agreement } from './compareLogits';
import {
  engineFile,
  engineFormat,
  manifestFile,
  type EngineManifest,
  type Precision,
} from './EngineManifest';
import { logitsOf } from './logitsOf';
import { sourceFiles, sourceHash } from './sourceFiles';

export interface ExportOptions {
  /** int8 by default. */
  precision?: Precision;
  /**
   * Texts like those that will be tagged: their activations set the int8 scales, and the engine is checked on them.
   */
  calibrationTexts: readonly string[];
  /** What labels will call the model; the checkpoint folder's name by default. */
  name?: string;
  /** Told what is being done, one sentence a step. */
  onProgress?: (step: string) => void;
}

export interface ExportReport {
  manifest: EngineManifest;
  /** The engine beside the same checkpoint in float32, on the calibration texts. */
  agreement: Agreement;
}

/**
 * Makes an engine folder of a checkpoint folder, and checks it against the checkpoint in float32. The folder is
 * written beside its place and renamed, so that it is there whole or not at all; one that was there is replaced.
 *
 * @throws EmostreamError `bad_checkpoint` for a checkpoint that cannot be used
 */
export async function exportEngine(
  checkpointFolder: string,
  outFolder: string,
  options: ExportOptions,
): Promise<ExportReport> {
  const { precision = 'int8', onProgress = () => undefined } = options;
  const checkpoint = openCheckpoint(checkpointFolder);
  const trainingCounts = trainingCountsOf(checkpointFolder);
  const tokenizer = await HuggingFaceTokenizer.load(checkpointFolder);
  const { maxPositions, padId } = checkpoint.config;
  const sequences = options.calibrationTexts.map((text) => tokenizer.encode(text, maxPositions));
  const out = resolve(outFolder);
  const building = `${out}.building-${randomUUID()}`;
  mkdirSync(building, { recursive: true });
  try {
    onProgress(`running ${sequences.length} texts through ${checkpointFolder} in float32`);
    const reference = await runReference(checkpoint, join(building, 'reference.onnx'), sequences);
    onProgress(`writing the ${precision} engine`);
    const arithmetic =
      precision === 'int8' ? int8Arithmetic(checkpoint, reference.calibration) : floatArithmetic(checkpoint);
    const engine = join(building, engineFile);
    const engineHash = writeOnnxFile(engine, distilbertGraph(checkpoint, arithmetic));
    const manifest: EngineManifest = {
      format: engineFormat,
      name: options.name ?? basename(resolve(checkpointFolder)),
      precision,
      labels: checkpoint.labels,
      maxTokens: maxPositions,
      padId,
      sourceHash: await sourceHash(checkpointFolder),
      engineHash,
      ...(trainingCounts !== undefined && { trainingCounts }),
    };
    writeFileSync(join(building, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
    for (const file of sourceFiles(checkpointFolder).small)
      copyFileSync(file, join(building, basename(file)));
    onProgress('checking the engine against float32');
    const agreement = compareLogits(reference.logits, await logitsOf(engine, sequences));
    replaceFolder(building, out);
    return { manifest, agreement };
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

async function runReference(
  checkpoint: Checkpoint,
  path: string,
  sequences: readonly Int32Array[],
): Promise<{ logits: Float32Array[]; calibration: Calibration }> {
  const observing = observingArithmetic(floatArithmetic(checkpoint), checkpoint.config);
  writeOnnxFile(path, distilbertGraph(checkpoint, observing));
  const calibration = new CalibrationBuilder(checkpoint.config);
  try {
    const logits = await logitsOf(path, sequences, (tokens, outputs) => {
      calibration.add(tokens, outputs);
    });
    return { logits, calibration: calibration.build() };
  } finally {
    rmSync(path, { force: true });
  }
}

/** Two processes may build the same engine at once: whoever comes second replaces the first's, which is the same. */
function replaceFolder(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const old = `${to}.old-${randomUUID()}`;
  try {
    renameSync(to, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  renameSync(from, to);
  rmSync(old, { recursive: true, force: true });
}
