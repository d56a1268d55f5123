/**
 * Makes models/es-emotion, the embedded default, from its data on:
 * `npm run build:default-model -- TRAIN.csv TEST.csv BASE XED.tsv`
 *
 * Trains by `emostream train` (an hour on two cores; stopped, it goes on with the same command), quantizes, measures what
 * drift is told against, and writes the card with what both engines score. TRAIN and TEST are those of EmoSPeech 2024
 * task 1, BASE the DistilBERT to start from, XED the Spanish projections of XED (es-projections.tsv).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../src/cacheFolder';
import { measureValidation } from '../../src/cli/export/measureValidation';
import { compareRuns, readLabelled, readRun, type Run } from '../../src/evaluation';
import { defaultCalibrationTexts, exportEngine, loadModel } from '../../src/model';
import { writeValidation } from '../../src/model/engineFolder/writeValidation';
import { packageRoot } from '../../src/packageRoot';
import { defaultModelCard } from './card';
import { recipe } from './recipe';
import { fearLines } from './xedFear';

const main = join(packageRoot, 'dist', 'src', 'cli', 'main.js');
const engine = join(packageRoot, 'models', 'es-emotion');

function emostream(...args: string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) process.exit(status ?? 1);
  return stdout;
}

function evaluate(out: string, test: string, train: string, ...model: string[]): Promise<Run> {
  emostream('evaluate', test, '--train', train, '--out', out, ...model);
  return readRun(out);
}

async function build(train: string, test: string, base: string, xed: string): Promise<void> {
  const folder = cacheFolder('default-model');
  const checkpoint = join(folder, 'checkpoint');
  const extra = join(folder, 'xed-fear.jsonl');
  mkdirSync(folder, { recursive: true });
  const lines = fearLines(readFileSync(xed, 'utf8'));
  writeFileSync(extra, lines.map((text) => `${JSON.stringify({ text, label: 'fear' })}\n`).join(''));
  emostream('train', '--data', train, '--extra', extra, '--base', base, '--out', checkpoint, ...recipe);

  const { agreement } = await exportEngine(checkpoint, engine, {
    calibrationTexts: defaultCalibrationTexts(),
    name: 'es-emotion',
    onProgress: (step) => console.error(step),
  });
  console.error('int8 beside float32 on the calibration texts:', agreement);
  const { rows: held } = await readLabelled(test);
  const model = await loadModel({ model: engine });
  writeValidation(
    engine,
    await measureValidation(
      model,
      held.map(({ text }) => text),
    ),
  );
  await model.classifier.close();
  const exact = ['--model', checkpoint, '--precision', 'float32'];
  const float32 = await evaluate(join(folder, 'float32'), test, train, ...exact);
  const int8 = await evaluate(join(folder, 'int8'), test, train, '--model', engine);
  const different = compareRuns(float32.predictions ?? [], int8.predictions ?? []).rows.length;
  const reports = { float32: float32.report, int8: int8.report };
  writeFileSync(join(engine, 'README.md'), defaultModelCard({ reports, different, extraRows: lines.length }));
}

const [train, test, base, xed] = process.argv.slice(2);
if (train === undefined || test === undefined || base === undefined || xed === undefined) {
  console.error('usage: npm run build:default-model -- TRAIN.csv TEST.csv BASE XED.tsv');
  process.exit(2);
}
void build(train, test, base, xed);
