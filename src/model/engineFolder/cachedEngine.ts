import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openCheckpoint } from '../checkpoint/Checkpoint';
import { sourceHash } from '../checkpoint/modelFiles';
import { trainingCountsOf } from '../checkpoint/RunFile';
import { defaultCalibrationTexts } from '../quantization/Calibration';
import { engineFormat, isEngineFolder, type Precision } from './EngineManifest';
import { exportEngine } from './exportEngine';

export interface CachedEngineOptions {
  precision: Precision;
  /** How labels call the model. */
  name: string;
  /** Where built engines are kept. */
  cacheFolder: string;
  onProgress?: ((step: string) => void) | undefined;
}

/**
 * The engine of a checkpoint folder, built once for a content, name, precision and version of this code. Processes that
 * build it at the same time all succeed.
 *
 * @returns the engine's folder
 * @throws EmostreamError those of `exportEngine`
 */
export async function cachedEngine(folder: string, options: CachedEngineOptions): Promise<string> {
  const { precision, name, cacheFolder, onProgress } = options;
  openCheckpoint(folder);
  const calibrationTexts = defaultCalibrationTexts();
  const source = [await sourceHash(folder), trainingCountsOf(folder)];
  const made = [...source, name, precision, engineFormat, calibrationTexts];
  const key = createHash('sha256').update(JSON.stringify(made)).digest('hex');
  const engine = join(cacheFolder, 'engines', key);
  if (isEngineFolder(engine)) return engine;
  onProgress?.(`building the ${precision} engine of ${name} (once)`);
  await exportEngine(folder, engine, {
    ...{ precision, calibrationTexts, name, existing: 'keep' },
    ...(onProgress !== undefined && { onProgress }),
  });
  return engine;
}
