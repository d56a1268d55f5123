/**
 * The paper's three models, seed by seed, and their tables in a folder:
 * `npm run reproduce -- TRAIN.csv TEST.csv BASE OUT [LAYERS] [SEEDS] [TRAIN_FLAG...]`
 *
 * Trains as many models at a time as there are cores, each on one thread. It takes hours. A training run that was
 * stopped goes on where it was, one that has its report in OUT is not trained again: give the same command again as
 * often as it takes. The weights and the answers row by row stay in the cache folder; what is written to OUT are
 * reports and pictures, with the comparison anew after each training run.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../src/common/cacheFolder';
import { emostream, sideBySide } from './emostream';

/** What `evaluate --json` prints on a checkpoint: written last, so its training run has ended. */
const evaluation = 'evaluate.json';

const weightings = ['none', 'rule1', 'inverse'];

interface Experiment {
  train: string;
  test: string;
  base: string;
  out: string;
  layers: string;
  seeds: number;
  flags: string[];
}

async function reproduce(experiment: Experiment): Promise<void> {
  const bySeed = runsOf(experiment.seeds).sort((a, b) => a.seed - b.seed);
  await sideBySide(bySeed, (run) => trainAndReport(run, experiment));
  await compareAll(experiment);
}

async function trainAndReport(run: Run, experiment: Experiment): Promise<void> {
  const { train, test, base, out, layers, flags } = experiment;
  const { weighting, seed } = run;
  const name = nameOf(run, layers);
  const checkpoint = cacheFolder('reproduction', name);
  const folder = join(out, name);
  if (existsSync(join(folder, evaluation))) return;
  const data = ['--base', base, '--data', train, '--test', test, '--out', checkpoint];
  const recipe = ['--weighting', weighting, '--layers', layers, '--seed', String(seed), ...flags];
  await emostream(name, 'train', ...data, ...recipe);
  cpSync(join(checkpoint, 'report'), withAnswers(name), { recursive: true });
  publish(withAnswers(name), folder);
  cpSync(join(checkpoint, 'README.md'), join(folder, 'model-card.md'));
  const model = ['--model', checkpoint, '--precision', 'float32'];
  const scores = await emostream(name, 'evaluate', test, '--train', train, '--json', ...model);
  writeFileSync(join(folder, evaluation), scores);
  await compareAll(experiment);
}

/** Those that have ended, `none` first: the others' gains are measured against it. */
async function compareAll({ out, layers, seeds }: Experiment): Promise<void> {
  const ended = runsOf(seeds)
    .map((run) => nameOf(run, layers))
    .filter((name) => existsSync(join(out, name, evaluation)))
    .map((name) => (existsSync(withAnswers(name)) ? withAnswers(name) : join(out, name)));
  const comparison = cacheFolder('reproduction', 'all');
  await emostream('all', 'compare', ...ended, '--out', comparison);
  publish(comparison, join(out, 'all'));
}

interface Run {
  weighting: string;
  seed: number;
}

/** Weighting by weighting. */
function runsOf(seeds: number): Run[] {
  return weightings.flatMap((weighting) =>
    Array.from({ length: seeds }, (_, index) => ({ weighting, seed: index + 1 })),
  );
}

function nameOf({ weighting, seed }: Run, layers: string): string {
  return `layers-${layers}-${weighting}-seed-${seed}`;
}

/** The report with the answers row by row, which a comparison of recipes needs and a repository does not. */
function withAnswers(name: string): string {
  return cacheFolder('reproduction', 'reports', name);
}

/** The report without its pages' twins and its answers: JSON, Markdown and SVG are what a repository shows. */
function publish(report: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(report)) {
    if (/\.(json|md|svg)$/.test(file)) cpSync(join(report, file), join(folder, file));
  }
}

const [train, test, base, out, layers = '6', seeds = '3', ...flags] = process.argv.slice(2);
if (train === undefined || test === undefined || base === undefined || out === undefined) {
  console.error('usage: npm run reproduce -- TRAIN.csv TEST.csv BASE OUT [LAYERS] [SEEDS] [TRAIN_FLAG...]');
  process.exit(2);
}
void reproduce({ train, test, base, out, layers, seeds: Number(seeds), flags });
