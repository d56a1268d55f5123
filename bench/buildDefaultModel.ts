/**
 * Makes models/es-emotion, the embedded default, of a checkpoint folder, and measures on a labelled file that it was
 * not trained on what drift is told against:
 * `npm run build:default-model -- ../shared/reference/e5-es ../shared/data/emospeech-2024/test.csv`
 */
import { join } from 'node:path';
import { packageRoot } from '../src/packageRoot';
import { measureValidation } from '../src/cli/export/measureValidation';
import { readLabelled } from '../src/evaluation';
import { defaultCalibrationTexts, exportEngine, loadModel } from '../src/model';
import { writeValidation } from '../src/model/engineFolder/writeValidation';
import { readFileSync, writeFileSync } from 'node:fs';

/** Table 1 of the paper: the training split of EmoSPeech 2024. */
const trainingCounts = { neutral: 1166, disgust: 705, anger: 399, joy: 362, sadness: 345, fear: 23 };

async function main(): Promise<void> {
  const [checkpoint, heldOut] = process.argv.slice(2);
  if (checkpoint === undefined || heldOut === undefined)
    throw new Error('usage: npm run build:default-model -- CHECKPOINT HELD_OUT_FILE');
  const folder = join(packageRoot, 'models', 'es-emotion');
  const card = readFileSync(join(folder, 'README.md'), 'utf8');
  const { agreement } = await exportEngine(checkpoint, folder, {
    calibrationTexts: defaultCalibrationTexts(),
    name: 'es-emotion',
    trainingCounts,
    onProgress: (step) => console.log(step),
  });
  writeFileSync(join(folder, 'README.md'), card);
  const { rows } = await readLabelled(heldOut);
  const model = await loadModel();
  const texts = rows.map(({ text }) => text);
  writeValidation(folder, await measureValidation(model, texts));
  await model.classifier.close();
  console.log(agreement);
}

void main();
