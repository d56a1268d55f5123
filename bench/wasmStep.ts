/**
 * A step of fine-tuning on WebAssembly beside the native library on this machine: `npm run bench:wasm`.
 *
 * Batch 8 x 64 tokens, forward, backward, clipping, AdamW, all in float32. Each package has a worker thread of its own,
 * since they share a global engine; their rounds alternate. The figures are the least and the median of the rounds.
 */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { loadTensorflow } from '../src/model/engines/tfjs/tensorflow/loadTensorflow';
import { median } from './median';
import { ownSteps, type Shape } from './ownSteps';

const warmup = 2;
const rounds = 9;
const kinds = ['cpu', 'wasm'] as const;

interface WorkerData {
  kind: (typeof kinds)[number];
  shape: Shape;
}

const shapes: Shape[] = [
  {
    name: 'tiny reference',
    config: { vocab_size: 4000, dim: 128, hidden_dim: 512, n_layers: 3, n_heads: 4 },
  },
  {
    name: 'e5-es-base',
    config: { vocab_size: 7000, dim: 384, hidden_dim: 1536, n_layers: 12, n_heads: 12 },
  },
  {
    name: 'DistilBERT-base',
    config: { vocab_size: 7000, dim: 768, hidden_dim: 3072, n_layers: 6, n_heads: 12 },
  },
];

async function main(): Promise<void> {
  const rows = [];
  for (const shape of shapes) {
    const workers = kinds.map((kind) => {
      const data: WorkerData = { kind, shape };
      return { kind, worker: new Worker(__filename, { workerData: data }) };
    });
    const times = { cpu: [] as number[], wasm: [] as number[] };
    for (let round = 0; round < warmup + rounds; round++) {
      for (const { kind, worker } of workers) {
        worker.postMessage('step');
        const [ms] = (await once(worker, 'message')) as [number];
        if (round >= warmup) times[kind].push(ms);
      }
    }
    await Promise.all(workers.map(({ worker }) => worker.terminate()));
    rows.push({
      model: shape.name,
      'wasm least ms': Math.round(Math.min(...times.wasm)),
      'native least ms': Math.round(Math.min(...times.cpu)),
      'least ratio': Number((Math.min(...times.wasm) / Math.min(...times.cpu)).toFixed(1)),
      'median ratio': Number((median(times.wasm) / median(times.cpu)).toFixed(1)),
    });
    console.table(rows);
  }
}

async function answerSteps(): Promise<void> {
  const { kind, shape } = workerData as WorkerData;
  const step = ownSteps(await loadTensorflow([kind]), shape, shape.config.vocab_size);
  parentPort?.on('message', () => parentPort?.postMessage(step()));
}

void (isMainThread ? main() : answerSteps());
