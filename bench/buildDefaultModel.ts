/**
 * Makes models/es-emotion, the embedded default, of a checkpoint folder:
 * `npm run build:default-model -- ../shared/reference/e5-es`
 */
import { join } from 'node:path';
import { packageRoot } from '../src/packageRoot';
import { defaultCalibrationTexts, exportEngine } from '../src/model';
import { readFileSync, writeFileSync } from 'node:fs';

/** Table 1 of the paper: the training split of EmoSPeech 2024. */
const trainingCounts = { neutral: 1166, disgust: 705, anger: 399, joy: 362, sadness: 345, fear: 23 };

async function main(): Promise<void> {
  const [checkpoint] = process.argv.slice(2);
  if (checkpoint === undefined) throw new Error('usage: npm run build:default-model -- CHECKPOINT');
  const folder = join(packageRoot, 'models', 'es-emotion');
  const card = readFileSync(join(folder, 'README.md'), 'utf8');
  const { agreement } = await exportEngine(checkpoint, folder, {
    calibrationTexts: defaultCalibrationTexts(),
    name: 'es-emotion',
    trainingCounts,
    onProgress: (step) => console.log(step),
  });
  writeFileSync(join(folder, 'README.md'), card);
  console.log(agreement);
}

void main();
