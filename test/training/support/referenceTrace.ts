import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLabelled } from '../../../src/evaluation/data/readLabelled';
import { HuggingFaceTokenizer } from '../../../src/model/tokenizer/HuggingFaceTokenizer';
import type { Tensorflow } from '../../../src/model/engines/tfjs/tensorflow/Tensorflow';
import { crossEntropy, lossOfLabels } from '../../../src/training/loss';
import type { TrainingSequence } from '../../../src/training/data';
import { TrainableModel } from '../../../src/training/TrainableModel';
import { trainStep } from '../../../src/training/train';
import { openBaseModel } from '../../../src/training/BaseModel';
import { AdamW, linearSchedule } from '../../../src/training/optimizer';
import { greatestError, referenceRows } from './referenceRows';
import { sharedFolder } from './shared';

interface Trace {
  batch_size: number;
  steps: number;
  learning_rate: number;
  warmup_steps: number;
  betas: [number, number];
  eps: number;
  weight_decay: number;
  max_grad_norm: number;
  max_length: number;
  labels: string[];
  order: string[];
  runs: Record<
    string,
    { weights: number[] | null; loss: number[]; grad_norm: number[]; logits_after: number[][] }
  >;
}

/** Sixty steps that PyTorch made from the same weights, and their rows. */
export interface ReferenceTrace {
  trace: Trace;
  sequences: Map<string, TrainingSequence>;
}

const folder = join(sharedFolder, 'reference', 'tiny');

export async function readTrace(): Promise<ReferenceTrace> {
  const trace = JSON.parse(readFileSync(join(folder, 'trace.json'), 'utf8')) as Trace;
  const tokenizer = await HuggingFaceTokenizer.load(folder);
  const { rows } = await readLabelled(join(sharedFolder, 'data', 'emospeech-2024', 'train.csv'));
  const sequences = rows.map(({ id, text, label }): [string, TrainingSequence] => {
    return [id, { tokens: tokenizer.encode(text, trace.max_length), label: trace.labels.indexOf(label) }];
  });
  return { trace, sequences: new Map(sequences) };
}

/** Makes the steps of a run (`none`, `rule1`, `inverse`) and holds them to PyTorch's. */
export function expectTrace(
  tensorflow: Tensorflow,
  { trace, sequences }: ReferenceTrace,
  name: string,
): void {
  const expected = trace.runs[name]!;
  const model = modelOf(tensorflow, trace, expected.weights ?? undefined);
  const learningRate = linearSchedule(trace.learning_rate, trace.warmup_steps, trace.steps);
  const steps = Array.from({ length: trace.steps }, (_, step) => {
    const ids = trace.order.slice(step * trace.batch_size, (step + 1) * trace.batch_size);
    const batch = ids.map((id) => sequences.get(id)!);
    const options = { step, firstPass: step, learningRate: learningRate(step), seed: 1 };
    return trainStep(model, [batch], { ...options, maxGradNorm: trace.max_grad_norm });
  });
  const lossErrors = steps.map(({ loss }, step) => Math.abs(loss - expected.loss[step]!));
  const normErrors = steps.map(({ gradNorm }, step) => Math.abs(gradNorm / expected.grad_norm[step]! - 1));
  expect(Math.max(...lossErrors.slice(0, 20))).toBeLessThan(1e-4);
  expect(Math.max(...lossErrors)).toBeLessThan(1e-3);
  expect(Math.max(...normErrors.slice(0, 20))).toBeLessThan(1e-3);

  const logits = model.logits(referenceRows(folder).map((row) => row.ids));
  expect(greatestError(logits, expected.logits_after)).toBeLessThan(1e-2);
  model.dispose();
}

function modelOf(
  tensorflow: Tensorflow,
  trace: Trace,
  weights: readonly number[] | undefined,
): TrainableModel {
  const base = openBaseModel(folder, { labels: trace.labels, layers: undefined, seed: 1 });
  expect(base.labels).toEqual(trace.labels);
  const optimizer = new AdamW(tensorflow, {
    beta1: trace.betas[0],
    beta2: trace.betas[1],
    epsilon: trace.eps,
    weightDecay: trace.weight_decay,
  });
  for (const [parameter, shape] of base.shapes) {
    optimizer.add(parameter, [...shape], { value: base.read(parameter) });
  }
  const loss = lossOfLabels(crossEntropy(weights));
  return new TrainableModel(tensorflow, base.config, optimizer, new Map(), loss);
}
