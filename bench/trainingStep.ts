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
import { packageRoot } from '../src/packageRoot';
import { tensorShapes } from '../src/model/checkpoint/tensorShapes';
import { loadTensorflow } from '../src/training/backend/loadTensorflow';
import type { Tensorflow } from '../src/training/backend/Tensorflow';
import { normal, randomFor } from '../src/training/data/seeds';
import { lossOfLabels } from '../src/training/loss/BatchLoss';
import { crossEntropy } from '../src/training/loss/losses';
import { TrainableModel } from '../src/training/loop/TrainableModel';
import type { TrainingConfig } from '../src/training/model/TrainingConfig';
import { AdamW } from '../src/training/optimizer/AdamW';

const batch = 8;
const length = 64;
const warmup = 3;
const rounds = 15;

interface Shape {
  name: string;
  config: { vocab_size: number; dim: number; hidden_dim: number; n_layers: number; n_heads: number };
  active: number;
}

const shapes: Shape[] = [
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
  const tensorflow = loadTensorflow(['cpu']);
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

/** @returns a function that makes a step and tells its milliseconds */
function ownSteps(tensorflow: Tensorflow, shape: Shape, vocabulary: number): () => number {
  const { dim, hidden_dim: hiddenDim, n_layers: layers, n_heads: heads } = shape.config;
  const config: TrainingConfig = {
    vocabSize: vocabulary,
    maxPositions: 512,
    dim,
    hiddenDim,
    layers,
    heads,
    activation: 'gelu',
    sinusoidalPositions: false,
    padId: 0,
    labels: undefined,
    dropout: 0.1,
    attentionDropout: 0.1,
    headDropout: 0.2,
    initializerRange: 0.02,
    json: {},
  };
  const random = randomFor(1);
  const optimizer = new AdamW(tensorflow, { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 });
  for (const [name, dims] of tensorShapes(config, 6)) {
    const centre = /norm\.weight$/i.test(name) ? 1 : 0;
    const size = dims.reduce((product, dim) => product * dim, 1);
    const value = Float32Array.from({ length: size }, () => centre + 0.02 * normal(random));
    optimizer.add(name, [...dims], { value });
  }
  const model = new TrainableModel(tensorflow, config, optimizer, new Map(), lossOfLabels(crossEntropy()));
  const rows = Array.from({ length: batch }, (_, row) => ({
    tokens: Int32Array.from({ length }, () => Math.floor(random() * vocabulary)),
    label: row % 6,
  }));
  let step = 0;
  return () => {
    const begun = performance.now();
    model.step([rows], { step, firstPass: step, learningRate: 1e-5, maxGradNorm: 1, seed: 1 });
    step++;
    return performance.now() - begun;
  };
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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

void main();
