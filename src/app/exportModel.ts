import { readFile } from 'node:fs/promises';
import type { OptionValues } from '../config/options';
import { count } from '../common/count';
import { EmostreamError } from '../common/errors';
import { writeDriftBaseline } from '../model/engineFolder/EngineManifest';
import { exportEngine, type ExportReport } from '../model/engineFolder/exportEngine';
import { loadModel } from '../model/loadModel';
import { defaultCalibrationTexts } from '../model/quantization/Calibration';
import { unreadable } from './input/readInput';
import { measureDriftBaseline } from './measureDriftBaseline';

export type ExportFlags = Pick<OptionValues, 'precision' | 'calibration' | 'validationTexts'>;

/**
 * Writes the engine folder of a checkpoint, with what the model says of the validation texts where there are some.
 *
 * @throws EmostreamError `unreadable_file`, `no_texts`, and those of `exportEngine`
 */
export async function exportModel(
  checkpoint: string,
  folder: string,
  { precision, calibration, validationTexts }: ExportFlags,
  onProgress: (step: string) => void,
): Promise<ExportReport> {
  const calibrationTexts = calibration === undefined ? defaultCalibrationTexts() : await linesOf(calibration);
  const texts = validationTexts === undefined ? [] : await linesOf(validationTexts);
  const exported = await exportEngine(checkpoint, folder, { precision, calibrationTexts, onProgress });
  if (texts.length === 0) return exported;
  onProgress(`labelling ${count(texts.length, 'validation text')}`);
  const model = await loadModel({ model: folder, precision });
  try {
    const manifest = writeDriftBaseline(folder, await measureDriftBaseline(model, texts));
    return { ...exported, manifest };
  } finally {
    await model.classifier.close();
  }
}

async function linesOf(file: string): Promise<readonly string[]> {
  const content = await readFile(file, 'utf8').catch((error: unknown) =>
    Promise.reject(unreadable(file, error)),
  );
  const texts = content.split('\n').filter((line) => line.trim() !== '');
  if (texts.length > 0) return texts;
  throw new EmostreamError(`${file} has no texts`, {
    code: 'no_texts',
    fault: 'input',
    hint: 'write one text a line, some hundred of them',
  });
}
