/**
 * Makes models/es-emotion, the embedded default, of a checkpoint folder:
 * `npm run build:default-model -- ../shared/reference/e5-es`
 */
import { join } from 'node:path';
import { packageRoot } from '../src/packageRoot';
import { defaultCalibrationTexts, exportEngine } from '../src/model';
import { readFileSync, writeFileSync } from 'node:fs';

async function main(): Promise<void> {
  const [checkpoint] = process.argv.slice(2);
  if (checkpoint === undefined) throw new Error('usage: npm run build:default-model -- CHECKPOINT');
  const folder = join(packageRoot, 'models', 'es-emotion');
  const card = readFileSync(join(folder, 'README.md'), 'utf8');
  const { agreement } = await exportEngine(checkpoint, folder, {
    calibrationTexts: defaultCalibrationTexts(),
    name: 'es-emotion',
    onProgress: (step) => console.log(step),
  });
  writeFileSync(join(folder, 'README.md'), card);
  console.log(agreement);
}

void main();
