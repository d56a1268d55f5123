import { readFile } from 'node:fs/promises';
import { EmostreamError } from '../../common/errors';
import type { EngineManifest, Precision } from '../../model/engineFolder/EngineManifest';
import { exportEngine } from '../../model/engineFolder/exportEngine';
import { writeValidation } from '../../model/engineFolder/writeValidation';
import { loadModel } from '../../model/loadModel';
import { defaultCalibrationTexts } from '../../model/quantization/calibrationTexts';
import { defineCommand } from '../Command';
import { measureValidation } from '../../app/export/measureValidation';
import { unreadable } from '../../app/input/readInput';
import { jsonLine } from '../views/jsonLine';
import { clearProgress, progressLine } from '../views/progressLine';

export const exportModel = defineCommand({
  name: 'export',
  summary: 'a checkpoint to an engine folder, checked against the original',
  details: `Writes the network of a DistilBERT checkpoint (config.json, model.safetensors, tokenizer.json) as one ONNX file, in
int8 or float32, with its tokenizer beside it: what --model takes. int8 scales are set from texts like those to be
tagged, one a line in --calibration (Spanish speech by default), and the engine is compared with the checkpoint on them.
With --validation-texts the engine folder also tells what the model makes of texts that it was not trained on, for the drift
metrics. (--model with a checkpoint does the same without it and keeps the engine in the cache.)`,
  operands: { pattern: '<checkpoint> <folder>', help: 'checkpoint folder, and the engine folder to write' },
  options: ['precision', 'calibration', 'validationTexts', 'json'],
  run: async (context, options, [checkpoint = '', folder = '']) => {
    const { calibration, precision } = options;
    const calibrationTexts =
      calibration === undefined ? defaultCalibrationTexts() : await linesOf(calibration);
    const validationTexts =
      options.validationTexts === undefined ? [] : await linesOf(options.validationTexts);
    const onProgress = progressLine(context);
    const exported = await exportEngine(checkpoint, folder, { precision, calibrationTexts, onProgress });
    const { agreement } = exported;
    const manifest =
      validationTexts.length === 0
        ? exported.manifest
        : await addValidation(folder, precision, validationTexts, onProgress);
    clearProgress(context);
    if (options.json) context.stdout.write(jsonLine({ folder, ...manifest, agreement }));
    else {
      const { texts, sameLabel, meanDifference } = agreement;
      const same = `same label as float32 on ${sameLabel} of ${texts} texts`;
      const difference = `mean difference of a probability ${meanDifference.toFixed(4)}`;
      context.stdout.write(`${folder}: ${manifest.precision}, ${same}, ${difference}\n`);
    }
    return 0;
  },
});

async function addValidation(
  folder: string,
  precision: Precision,
  texts: readonly string[],
  onProgress: (step: string) => void,
): Promise<EngineManifest> {
  onProgress(`labelling ${texts.length} validation texts`);
  const model = await loadModel({ model: folder, precision });
  try {
    return writeValidation(folder, await measureValidation(model, texts));
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
