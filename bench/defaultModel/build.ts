/**
 * Makes models/es-emotion, the embedded default, from its data on:
 * `npm run build:default-model -- TRAIN.csv TEST.csv BASE`
 *
 * Trains by `emostream train`, seed by seed, averages the weights, quantizes, measures the drift baseline, and
 * writes the card with what both engines score. It takes half an hour on two cores; stopped, it goes on with the same
 * command. TRAIN and TEST are those of EmoSPeech 2024 task 1, BASE the DistilBERT to start from.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../src/common/cacheFolder';
import { measureDriftBaseline } from '../../src/app/measureDriftBaseline';
import { comparePredictions, readLabelled, readReport, type SavedReport } from '../../src/evaluation';
import { defaultCalibrationTexts, exportEngine, loadModel } from '../../src/model';
import { writeDriftBaseline } from '../../src/model/engineFolder/EngineManifest';
import { packageRoot } from '../../src/common/packageRoot';
import { defaultModelCard } from './card';
import { emostream, sideBySide } from '../emostream';
import { recipe, seeds } from './recipe';

const engine = join(packageRoot, 'models', 'es-emotion');

async function evaluate(out: string, test: string, train: string, ...model: string[]): Promise<SavedReport> {
  await emostream('evaluate', 'evaluate', test, '--train', train, '--out', out, ...model);
  return readReport(out);
}

async function build(train: string, test: string, base: string): Promise<void> {
  const folder = cacheFolder('default-model');
  const checkpoint = join(folder, 'checkpoint');
  const runs = seeds.map((seed) => ({ seed, out: join(folder, `seed-${seed}`) }));
  await sideBySide(runs, async ({ seed, out }) => {
    const data = ['--data', train, '--base', base, '--out', out];
    await emostream(`seed ${seed}`, 'train', ...data, ...recipe, '--seed', String(seed));
  });
  await emostream('average', 'average', ...runs.map(({ out }) => out), '--out', checkpoint);

  const { agreement } = await exportEngine(checkpoint, engine, {
    calibrationTexts: defaultCalibrationTexts(),
    name: 'es-emotion',
    onProgress: (step) => console.error(step),
  });
  console.error('int8 beside float32 on the calibration texts:', agreement);
  const { rows: held } = await readLabelled(test);
  const model = await loadModel({ model: engine });
  writeDriftBaseline(
    engine,
    await measureDriftBaseline(
      model,
      held.map(({ text }) => text),
    ),
  );
  await model.classifier.close();
  const exact = ['--model', checkpoint, '--precision', 'float32'];
  const float32 = await evaluate(join(folder, 'float32'), test, train, ...exact);
  const int8 = await evaluate(join(folder, 'int8'), test, train, '--model', engine);
  const different = comparePredictions(float32.predictions ?? [], int8.predictions ?? []).rows.length;
  const reports = { float32: float32.report, int8: int8.report };
  writeFileSync(join(engine, 'README.md'), defaultModelCard({ reports, different }));
}

const [train, test, base] = process.argv.slice(2);
if (train === undefined || test === undefined || base === undefined) {
  console.error('usage: npm run build:default-model -- TRAIN.csv TEST.csv BASE');
  process.exit(2);
}
void build(train, test, base);
