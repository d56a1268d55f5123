import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCheckpoint } from '../../src/model/checkpoint/Checkpoint';
import { trainingCountsOf } from '../../src/model/checkpoint/RunFile';
import { averageModels } from '../../src/training/averageModels';
import { runCli } from '../support/cli';
import { writeTinyBase } from './support/tinyBase';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'average-'));
  writeTinyBase(at('a'), ['neutral', 'joy']);
  writeTinyBase(at('b'), ['neutral', 'joy']);
  // The last tensor is the classifier's bias, of two classes: in b it is 3 and 5.
  const path = join(at('b'), 'model.safetensors');
  const bytes = readFileSync(path);
  bytes.writeFloatLE(3, bytes.length - 8);
  bytes.writeFloatLE(5, bytes.length - 4);
  writeFileSync(path, bytes);
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

function writeRun(name: string, classCounts: Record<string, number>, extraCounts = {}): void {
  const result = { classCounts, extraCounts, steps: 3 };
  writeFileSync(join(at(name), 'run.json'), JSON.stringify({ fingerprint: name, result }));
}

describe('averageModels', () => {
  it('gives each weight the mean of the models', () => {
    const mean = averageModels([at('a'), at('b')], at('mean'));
    const bias = openCheckpoint(at('a')).weights.read('classifier.bias');
    expect([...mean.weights.read('classifier.bias')]).toEqual(
      [3, 5].map((value, at) => Math.fround((bias[at]! + value) / 2)),
    );
    const word = 'embeddings.word_embeddings.weight';
    expect(mean.weights.read(word)).toEqual(openCheckpoint(at('a')).weights.read(word));
    expect(mean.labels).toEqual(['neutral', 'joy']);
    expect(trainingCountsOf(at('mean'))).toBeUndefined();
  });

  it('hands on what the models were trained on, where it is the same', () => {
    writeRun('a', { neutral: 5, joy: 2 });
    writeRun('b', { neutral: 5, joy: 2 });
    averageModels([at('a'), at('b')], at('mean'));
    expect(trainingCountsOf(at('mean'))).toEqual({ neutral: 5, joy: 2 });
    writeRun('b', { neutral: 5, joy: 3 });
    averageModels([at('a'), at('b')], at('mean'));
    expect(trainingCountsOf(at('mean'))).toBeUndefined();
  });

  it('leaves the rows of other sources out of what it hands on', () => {
    writeRun('a', { neutral: 5, joy: 4 }, { joy: 2 });
    writeRun('b', { neutral: 5, joy: 3 }, { joy: 1 });
    averageModels([at('a'), at('b')], at('mean'));
    expect(trainingCountsOf(at('mean'))).toEqual({ neutral: 5, joy: 2 });
    writeRun('b', { neutral: 5, joy: 4 }, { joy: 1 });
    averageModels([at('a'), at('b')], at('mean'));
    expect(trainingCountsOf(at('mean'))).toBeUndefined();
  });

  it.each([
    [
      'labels',
      () => writeTinyBase(at('c'), ['joy', 'neutral']),
      /c has the labels joy, neutral, .*a has neutral, joy/,
    ],
    ['layers', () => writeTinyBase(at('c'), ['neutral', 'joy'], 3), /c has layers 3, .*a has 2/],
    ['no head', () => writeTinyBase(at('c')), /c is an encoder without a classification head/],
  ])('names a model that has other %s', (_, write, message) => {
    write();
    expect(() => averageModels([at('a'), at('c')], at('mean'))).toThrow(message);
  });
});

describe('emostream average', () => {
  it('writes the checkpoint and tells what it is', async () => {
    const { code, stdout } = await runCli(['average', at('a'), at('b'), '--out', at('mean')]);
    expect(stdout).toBe(`${at('mean')}: the mean of 2 models, neutral, joy\n`);
    expect(code).toBe(0);
    expect(openCheckpoint(at('mean')).labels).toEqual(['neutral', 'joy']);
  });

  it.each([
    [['a'], 'mean', /there is one model to average/],
    [['a', 'b'], 'b', /is one of the models to average/],
    [['a', 'none'], 'mean', /there is no model folder/],
  ])('refuses %s into %s', async (names, out, message) => {
    const { code, stderr } = await runCli(['average', ...names.map(at), '--out', at(out)]);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(message);
  });
});
