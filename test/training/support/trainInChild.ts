import { loadTensorflow } from '../../../src/model/engines/tfjs/tensorflow/loadTensorflow';
import type { TensorflowKind } from '../../../src/model/engines/tfjs/tensorflow/TensorflowKind';
import { train } from '../../../src/training/train';
import { defaultHyperparameters } from '../../../src/training/recipe';
import { wordTokenizer } from './tinyBase';
import { tinyRows } from './tinyRows';

/** Trains the tiny base in a process of its own, and kills itself without warning after a step of the run. */
const [base = '', out = '', killAfter = '0', kind = 'cpu'] = process.argv.slice(2);
const hyperparameters = { ...defaultHyperparameters, epochs: 3, learningRate: 1e-3, weightDecay: 0.01 };

async function main(): Promise<void> {
  await train(
    { train: tinyRows(50), test: tinyRows(10, 50) },
    { base, out, hyperparameters, resume: true, saveEvery: 3 },
    {
      tensorflow: await loadTensorflow([kind as TensorflowKind]),
      tokenizer: wordTokenizer,
      onEvent: (event) => {
        if (event.kind === 'step' && event.progress.step === Number(killAfter)) {
          process.kill(process.pid, 'SIGKILL');
        }
      },
    },
  );
}

void main();
