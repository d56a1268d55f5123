/**
 * The paper's three models, seed by seed, and their tables under docs/reproduction:
 * `npm run reproduce -- TRAIN.csv TEST.csv BASE [LAYERS] [SEEDS] [TRAIN_FLAG...]`
 *
 * Trains as many runs at a time as there are cores, each on one thread: on two cores that gives 1.6 times the steps of
 * one run on two threads. Still it takes hours. A run that was stopped goes on where it was, one that had ended is not
 * trained again: give the same command again as often as it takes. The weights stay in the cache folder; what is written
 * under docs/reproduction are reports and pictures, after each run anew.
 */
import { spawn } from 'node:child_process';
import { cpSync, createWriteStream, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cacheFolder } from '../src/cacheFolder';
import { packageRoot } from '../src/packageRoot';

const weightings = ['none', 'rule1', 'inverse'];
const docs = join(packageRoot, 'docs', 'reproduction');
const main = join(packageRoot, 'dist', 'src', 'cli', 'main.js');

interface Experiment {
  train: string;
  test: string;
  base: string;
  layers: string;
  seeds: number;
  flags: string[];
}

async function reproduce({ seeds, ...experiment }: Experiment): Promise<void> {
  const runs = Array.from({ length: seeds }, (_, seed) =>
    weightings.map((weighting) => ({ weighting, seed: seed + 1 })),
  ).flat();
  const worker = async () => {
    for (let run = runs.shift(); run !== undefined; run = runs.shift()) await trainAndReport(run, experiment);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  await compareAll();
}

async function trainAndReport(
  { weighting, seed }: { weighting: string; seed: number },
  { train, test, base, layers, flags }: Omit<Experiment, 'seeds'>,
): Promise<void> {
  const name = `layers-${layers}-${weighting}-seed-${seed}`;
  const out = cacheFolder('reproduction', name);
  const folder = join(docs, name);
  const recipe = ['--weighting', weighting, '--layers', layers, '--seed', String(seed), ...flags];
  await emostream(name, ['train', '--base', base, '--data', train, '--test', test, '--out', out, ...recipe]);
  publish(out, folder);
  const evaluation = ['evaluate', test, '--model', out, '--precision', 'float32', '--train', train, '--json'];
  await emostream(name, evaluation, join(folder, 'evaluate.json'));
  await compareAll();
}

async function compareAll(): Promise<void> {
  await emostream('all', ['compare', ...runsIn(docs), '--out', join(docs, 'all')]);
}

/** @param output file for what the command prints; else it is not kept */
async function emostream(name: string, args: string[], output?: string): Promise<void> {
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' };
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  process.on('exit', () => child.kill());
  if (output === undefined) child.stdout.resume();
  else child.stdout.pipe(createWriteStream(output));
  createInterface(child.stderr).on('line', (line) => console.error(`${name}: ${line}`));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (status !== 0) process.exit(status ?? 1);
}

/** The report without its pages' twins: JSON, Markdown and SVG are what a repository shows. */
function publish(run: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const report = join(run, 'report');
  for (const file of readdirSync(report)) {
    if (/\.(json|jsonl|md|svg)$/.test(file)) cpSync(join(report, file), join(folder, file));
  }
  cpSync(join(run, 'README.md'), join(folder, 'model-card.md'));
}

function runsIn(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((run) => existsSync(join(run, 'report.json')));
}

const [train, test, base, layers = '6', seeds = '3', ...flags] = process.argv.slice(2);
if (train === undefined || test === undefined || base === undefined) {
  console.error('usage: npm run reproduce -- TRAIN.csv TEST.csv BASE [LAYERS] [SEEDS] [TRAIN_FLAG...]');
  process.exit(2);
}
void reproduce({ train, test, base, layers, seeds: Number(seeds), flags });
