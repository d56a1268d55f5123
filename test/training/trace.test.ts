import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledRow } from '../../src/evaluation/data/LabelledRow';
import { readLabelled } from '../../src/evaluation/data/readLabelled';
import { HuggingFaceTokenizer } from '../../src/model/tokenizer/HuggingFaceTokenizer';
import { lossOfLabels } from '../../src/training/loss/BatchLoss';
import { crossEntropy } from '../../src/training/loss/losses';
import { TrainableModel } from '../../src/training/loop/TrainableModel';
import { openBaseModel } from '../../src/training/model/BaseModel';
import { AdamW } from '../../src/training/optimizer/AdamW';
import { linearSchedule } from '../../src/training/optimizer/linearSchedule';
import { describeWithShared, sharedFolder } from './support/shared';
import { useTensorflow } from './support/useTensorflow';

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

const folder = join(sharedFolder, 'reference', 'tiny');

const labels = ['neutral', 'disgust', 'anger', 'joy', 'sadness', 'fear'];

/** The rows of a logits.json whose token ids it holds; 40 of them are enough. */
function referenceRows(folder: string): { ids: Int32Array; logits: number[] }[] {
  const { rows } = JSON.parse(readFileSync(join(folder, 'logits.json'), 'utf8')) as {
    rows: { logits: number[]; ids?: number[]; input_ids?: number[] }[];
  };
  return rows.slice(0, 40).map((row) => {
    return { ids: Int32Array.from(row.ids ?? row.input_ids ?? []), logits: row.logits };
  });
}

function greatestError(found: readonly ArrayLike<number>[], expected: readonly number[][]): number {
  expect(found).toHaveLength(expected.length);
  const errors = expected.flatMap((row, index) =>
    row.map((logit, column) => Math.abs(logit - (found[index]?.[column] ?? NaN))),
  );
  return Math.max(...errors);
}

/** Sixty steps from the same weights on the same batches, against what PyTorch and transformers made of them. */
describeWithShared('fine-tuning beside PyTorch', () => {
  const tensorflow = useTensorflow();
  let rows: Map<string, LabelledRow>;
  let tokenizer: HuggingFaceTokenizer;
  let trace: Trace;

  beforeAll(async () => {
    trace = JSON.parse(readFileSync(join(folder, 'trace.json'), 'utf8')) as Trace;
    tokenizer = await HuggingFaceTokenizer.load(folder);
    const { rows: all } = await readLabelled(join(sharedFolder, 'data', 'emospeech-2024', 'train.csv'));
    rows = new Map(all.map((row) => [row.id, row]));
  }, 60_000);

  it.each(['none', 'rule1', 'inverse'])(
    'gives the losses, gradient norms and logits of the run %s',
    (name) => {
      const expected = trace.runs[name]!;
      const base = openBaseModel(folder, { labels: trace.labels, layers: undefined, seed: 1 });
      expect(base.labels).toEqual(trace.labels);
      const optimizer = new AdamW(tensorflow(), {
        beta1: trace.betas[0],
        beta2: trace.betas[1],
        epsilon: trace.eps,
        weightDecay: trace.weight_decay,
      });
      for (const [parameter, shape] of base.shapes) {
        optimizer.add(parameter, [...shape], { value: base.read(parameter) });
      }
      const loss = crossEntropy(expected.weights ?? undefined);
      const model = new TrainableModel(tensorflow(), base.config, optimizer, new Map(), lossOfLabels(loss));
      const learningRate = linearSchedule(trace.learning_rate, trace.warmup_steps, trace.steps);

      const steps = Array.from({ length: trace.steps }, (_, step) => {
        const ids = trace.order.slice(step * trace.batch_size, (step + 1) * trace.batch_size);
        const batch = ids.map((id) => {
          const row = rows.get(id)!;
          return {
            tokens: tokenizer.encode(row.text, trace.max_length),
            label: trace.labels.indexOf(row.label),
          };
        });
        const maxGradNorm = trace.max_grad_norm;
        return model.step([batch], {
          step,
          firstPass: step,
          learningRate: learningRate(step),
          maxGradNorm,
          seed: 1,
        });
      });
      const lossErrors = steps.map(({ loss }, step) => Math.abs(loss - expected.loss[step]!));
      const normErrors = steps.map(({ gradNorm }, step) =>
        Math.abs(gradNorm / expected.grad_norm[step]! - 1),
      );
      expect(Math.max(...lossErrors.slice(0, 20))).toBeLessThan(1e-4);
      expect(Math.max(...lossErrors)).toBeLessThan(1e-3);
      expect(Math.max(...normErrors.slice(0, 20))).toBeLessThan(1e-3);

      const logits = model.logits(referenceRows(folder).map((row) => row.ids));
      expect(greatestError(logits, expected.logits_after)).toBeLessThan(1e-2);
      model.dispose();
    },
    300_000,
  );

  it('leaves no tensor behind', () => {
    expect(tensorflow().tf.memory().numTensors).toBe(0);
  });
});

/** PyTorch's logits of checkpoints as they are. */
describeWithShared('the forward pass beside PyTorch', () => {
  const tensorflow = useTensorflow();

  it.each(['tiny', 'e5-es'])(
    'gives the logits of %s within 1e-4',
    (name) => {
      const folder = join(sharedFolder, 'reference', name);
      const rows = referenceRows(folder);
      const base = openBaseModel(folder, { labels, layers: undefined, seed: 1 });
      expect(base.notes).toEqual([]);
      const optimizer = new AdamW(tensorflow(), { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 });
      for (const [parameter, shape] of base.shapes) {
        optimizer.add(parameter, [...shape], { value: base.read(parameter) });
      }
      const model = new TrainableModel(
        tensorflow(),
        base.config,
        optimizer,
        new Map(),
        lossOfLabels(crossEntropy()),
      );
      const logits = model.logits(rows.map((row) => row.ids));
      expect(
        greatestError(
          logits,
          rows.map((row) => row.logits),
        ),
      ).toBeLessThan(1e-4);
      model.dispose();
    },
    300_000,
  );
});
