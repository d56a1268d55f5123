/**
 * A step of fine-tuning beside PyTorch's on this machine: `npm run bench:training [-- PYTHON]`, PYTHON being one that
 * has torch and transformers (python3).
 *
 * Batch 8 x 64 tokens, forward, backward, clipping, AdamW, all in float32. Rounds of both alternate, so that a change
 * of the machine's load meets each; the figures are the least and the median of the rounds. `vocabulary` is the rows of
 * the embedding table that are trained: a run trains those that its texts hold (about 7,000 for the 3,000 rows of
 * EmoSPeech), PyTorch always all.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../src/common/packageRoot';
import { loadTensorflow } from '../src/model/engines/tfjs/tensorflow/loadTensorflow';
import { median } from './median';
import { batch, length, ownSteps, type Shape } from './ownSteps';

const warmup = 3;
const rounds = 15;

interface Measured extends Shape {
  active: number;
}

const shapes: Measured[] = [
  {
    name: 'DistilBERT-base',
    config: { vocab_size: 30522, dim: 768, hidden_dim: 3072, n_layers: 6, n_heads: 12 },
    active: 7000,
  },
  {
    name: 'e5-es-base',
    config: { vocab_size: 24000, dim: 384, hidden_dim: 1536, n_layers: 12, n_heads: 12 },
    active: 7000,
  },
];

async function main(): Promise<void> {
  const [python = 'python3'] = process.argv.slice(2);
  const tensorflow = await loadTensorflow(['cpu']);
  const rows = [];
  for (const shape of shapes) {
    const torch = startTorch(python, shape);
    const whole = ownSteps(tensorflow, shape, shape.config.vocab_size);
    const active = ownSteps(tensorflow, shape, shape.active);
    const times = { torch: [] as number[], whole: [] as number[], active: [] as number[] };
    for (let round = 0; round < warmup + rounds; round++) {
      const measured = { torch: await torch.step(), whole: whole(), active: active() };
      if (round < warmup) continue;
      for (const side of ['torch', 'whole', 'active'] as const) times[side].push(measured[side]);
    }
    torch.close();
    for (const side of ['whole', 'active'] as const) {
      rows.push({
        model: shape.name,
        vocabulary: side === 'whole' ? shape.config.vocab_size : shape.active,
        'least ms': Math.round(Math.min(...times[side])),
        'median ms': Math.round(median(times[side])),
        'PyTorch least ms': Math.round(Math.min(...times.torch)),
        'PyTorch median ms': Math.round(median(times.torch)),
        'least / PyTorch': Number((Math.min(...times[side]) / Math.min(...times.torch)).toFixed(2)),
        'median / PyTorch': Number((median(times[side]) / median(times.torch)).toFixed(2)),
      });
    }
    console.table(rows);
  }
}

function startTorch(python: string, { config }: Shape) {
  const script = join(packageRoot, 'bench', 'trainingStep.py');
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const threads = availableParallelism();
  child.stdin.write(JSON.stringify({ config, batch, length, threads }) + '\n');
  return {
    step: async () => {
      child.stdin.write('\n');
      const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
      if (done === true) throw new Error(`${python} ended: it needs torch and transformers`);
      return Number(value);
    },
    close: () => child.stdin.end(),
  };
}

void main();
