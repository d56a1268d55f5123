import { readFile } from 'node:fs/promises';
import { EmostreamError } from '../../errors';
import { exportEngine } from '../../model/engineFolder/exportEngine';
import { defaultCalibrationTexts } from '../../model/quantization/calibrationTexts';
import { defineCommand } from '../Command';
import { unreadable } from '../input/readInput';
import { jsonLine } from '../output/jsonLine';
import { clearProgress, progressLine } from '../output/progressLine';

export const exportModel = defineCommand({
  name: 'export',
  summary: 'a checkpoint to an engine folder, checked against the original',
  details: `Writes the network of a DistilBERT checkpoint (config.json, model.safetensors, tokenizer.json) as one ONNX file, in
int8 or float32, with its tokenizer beside it: what --model takes. int8 scales are set from texts like those to be
tagged, one a line in --calibration (Spanish speech by default), and the engine is compared with the checkpoint on them.
(--model with a checkpoint does the same and keeps the engine in the cache.)`,
  operands: { pattern: '<checkpoint> <folder>', help: 'checkpoint folder, and the engine folder to write' },
  options: ['precision', 'calibration', 'json'],
  run: async (context, options, [checkpoint = '', folder = '']) => {
    const { manifest, agreement } = await exportEngine(checkpoint, folder, {
      precision: options.precision,
      calibrationTexts: await calibrationTexts(options.calibration),
      onProgress: progressLine(context),
    });
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

async function calibrationTexts(file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) return defaultCalibrationTexts();
  const content = await readFile(file, 'utf8').catch((error: unknown) =>
    Promise.reject(unreadable(file, error)),
  );
  const texts = content.split('\n').filter((line) => line.trim() !== '');
  if (texts.length > 0) return texts;
  throw new EmostreamError(`${file} has no texts`, {
    code: 'no_calibration_texts',
    fault: 'input',
    hint: 'write one text a line, some hundred of them',
  });
}
