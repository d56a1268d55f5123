import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { train, type TrainParts } from '../../src/training/train';
import type { StepRecord } from '../../src/training/TrainResult';
import { defaultHyperparameters } from '../../src/training/recipe';
import { writeTinyBase, wordTokenizer } from './support/tinyBase';
import { tinyRows } from './support/tinyRows';
import { setupTensorflow } from '../../src/model/engines/tfjs/setup/setupTensorflow';
import { useTensorflow } from './support/useTensorflow';

const tensorflow = useTensorflow('wasm');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'train-on-wasm-'));
  writeTinyBase(join(folder, 'base'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('train on WebAssembly', () => {
  const rows = { train: tinyRows(120), test: tinyRows(24, 120) };
  const run = (out: string, parts: Partial<TrainParts> = {}) =>
    train(
      rows,
      {
        ...{ base: join(folder, 'base'), out: join(folder, out), resume: true, saveEvery: 0 },
        hyperparameters: { ...defaultHyperparameters, epochs: 4, learningRate: 3e-3, weighting: 'inverse' },
      },
      { tensorflow: tensorflow(), tokenizer: wordTokenizer, ...parts },
    );
  const files = (out: string) =>
    ['losses.jsonl', 'model.safetensors'].map((name) => readFileSync(join(folder, out, name)));

  it('learns, goes on after a stop as if there had been none, and leaves no tensor behind', async () => {
    const whole = await run('whole');
    expect(whole.epochs.at(-1)!.loss).toBeLessThan(whole.epochs[0]!.loss);
    const stop = new AbortController();
    const stopped = run('stopped', {
      signal: stop.signal,
      onEvent: (event) => event.kind === 'step' && event.progress.step === 20 && stop.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'training_stopped' });
    const notes: string[] = [];
    await run('stopped', { onEvent: (event) => event.kind === 'note' && notes.push(event.text) });
    expect(notes).toContain('goes on after step 20 of 60');
    expect(files('stopped')).toEqual(files('whole'));
    expect(tensorflow().tf.memory().numTensors).toBe(0);
  }, 120_000);

  it('takes a run over from the native library, dropout masks included', async () => {
    await setupTensorflow('cpu');
    const child = (out: string, killAfter: number, kind: string) => {
      const args = [join(folder, 'base'), join(folder, out), String(killAfter), kind];
      return spawnSync(process.execPath, [join(__dirname, 'support', 'trainInChild.js'), ...args]);
    };
    const losses = (out: string) => {
      const lines = readFileSync(join(folder, out, 'losses.jsonl'), 'utf8')
        .trim()
        .split('\n');
      return lines.map((line) => (JSON.parse(line) as StepRecord).loss);
    };
    expect(child('native', 0, 'cpu').status).toBe(0);
    expect(child('moved', 5, 'cpu').signal).toBe('SIGKILL');
    expect(child('moved', 0, 'wasm').status).toBe(0);
    const [native, moved] = [losses('native'), losses('moved')];
    expect(moved).toHaveLength(native.length);
    native.forEach((loss, step) => expect(moved[step]).toBeCloseTo(loss, 4));
    // Not the native library to the end: rounding differs.
    expect(moved).not.toEqual(native);
  }, 900_000);
});
