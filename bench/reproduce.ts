/**
 * The paper's three models, seed by seed, and their tables under docs/reproduction:
 * `npm run reproduce -- TRAIN.csv TEST.csv BASE [LAYERS] [SEEDS]`
 *
 * Trains one run after the other (hours on two cores). A run that was stopped goes on where it was, one that had ended
 * is not trained again: give the same command again as often as it takes. The weights stay in the cache folder; what
 * is written under docs/reproduction are reports and pictures, after each run anew.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../src/cacheFolder';
import { packageRoot } from '../src/packageRoot';

const weightings = ['none', 'rule1', 'inverse'];
const docs = join(packageRoot, 'docs', 'reproduction');
const main = join(packageRoot, 'dist', 'src', 'cli', 'main.js');

function emostream(...args: string[]): void {
  const { status } = spawnSync(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

function reproduce(train: string, test: string, base: string, layers: string, seeds: number): void {
  for (let seed = 1; seed <= seeds; seed++) {
    for (const weighting of weightings) {
      const name = `layers-${layers}-${weighting}-seed-${seed}`;
      const out = cacheFolder('reproduction', name);
      const flags = ['--weighting', weighting, '--layers', layers, '--seed', String(seed)];
      console.error(`== ${name}`);
      emostream('train', '--base', base, '--data', train, '--test', test, '--out', out, ...flags);
      publish(out, join(docs, name));
      emostream('compare', ...runsIn(docs), '--out', join(docs, 'all'));
    }
  }
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

const [train, test, base, layers = '6', seeds = '3'] = process.argv.slice(2);
if (train === undefined || test === undefined || base === undefined) {
  console.error('usage: npm run reproduce -- TRAIN.csv TEST.csv BASE [LAYERS] [SEEDS]');
  process.exit(2);
}
reproduce(train, test, base, layers, Number(seeds));
