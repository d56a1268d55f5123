import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunFile } from '../../src/model/checkpoint/RunFile';
import type { Teacher } from '../../src/training/distillation';
import type { TrainEvent, TrainResult } from '../../src/training/TrainResult';
import { defaultHyperparameters } from '../../src/training/recipe';
import {
  type SearchRows,
  type WeightSearchOptions,
  searchWeights,
  temperedWeights,
} from '../../src/training/searchWeights';
import { wordTokenizer, writeTinyBase } from './support/tinyBase';
import { tinyRows } from './support/tinyRows';
import { useTensorflow } from './support/useTensorflow';

const tensorflow = useTensorflow();

describe('temperedWeights', () => {
  it('goes from no weighting to the inverse', () => {
    const rows = tinyRows(60);
    expect(temperedWeights(rows, 0)).toEqual({ neutral: 1, joy: 1, anger: 1 });
    const inverse = temperedWeights(rows, 1);
    expect(inverse).toEqual({ neutral: 60 / 90, joy: 1, anger: 2 });
    expect(temperedWeights(rows, 0.5)['anger']).toBeCloseTo(Math.SQRT2, 6);
  });
});

describe('searchWeights', () => {
  let folder: string;
  const rows = { train: tinyRows(80) };
  const asked = { powers: [0, 1], epochs: 6, splits: 2, validation: 0.25 };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'search-'));
    writeTinyBase(join(folder, 'base'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function search(
    searched: SearchRows,
    over: Partial<WeightSearchOptions> = {},
    events: unknown[] = [],
    teacher?: Teacher,
  ) {
    const distillation = teacher && { temperature: 2, teacherWeight: 0.5 };
    const hyperparameters = { ...defaultHyperparameters, epochs: 1, learningRate: 3e-3, distillation };
    const out = join(folder, 'out');
    const options = { base: join(folder, 'base'), out, resume: true, saveEvery: 0, hyperparameters, teacher };
    const parts = {
      tensorflow: tensorflow(),
      tokenizer: wordTokenizer,
      onEvent: (event: TrainEvent) => events.push(event.kind),
    };
    return searchWeights(searched, options, parts, { ...asked, ...over }, (event) => events.push(event.kind));
  }
  const runOf = (power: number, split: number) =>
    readRunFile(join(folder, 'out', 'search', `power-${power}-split-${split}`))
      ?.result as unknown as TrainResult;

  it('trains each candidate on each split and takes the best mean on the validation rows', async () => {
    const result = await search(rows);
    const { best, candidates } = result;
    expect(candidates.map(({ power }) => power)).toEqual([0, 1]);
    for (const { power, macroF1, mean } of candidates) {
      expect(macroF1).toHaveLength(2);
      expect(mean).toBeCloseTo((macroF1[0]! + macroF1[1]!) / 2, 10);
      for (const split of [1, 2]) {
        const run = runOf(power, split);
        expect(run.epochs).toHaveLength(6);
        expect(run.epochs[5]?.validation?.macroF1).toBe(macroF1[split - 1]);
        expect(run.test).toBeUndefined();
      }
    }
    expect(runOf(0, 1).hyperparameters.seed).not.toBe(runOf(0, 2).hyperparameters.seed);
    expect(best.mean).toBe(Math.max(...candidates.map(({ mean }) => mean)));
    expect(JSON.parse(readFileSync(join(folder, 'out', 'search.json'), 'utf8'))).toEqual(result);
    expect(existsSync(join(folder, 'out', 'search', 'power-0-split-1', 'model.safetensors'))).toBe(false);
  }, 120_000);

  it('does nothing twice', async () => {
    const first = await search(rows, { splits: 1, epochs: 2 });
    const events: unknown[] = [];
    expect(await search(rows, { splits: 1, epochs: 2 }, events)).toEqual(first);
    expect(events.filter((kind) => kind === 'training')).toHaveLength(2);
    expect(events).not.toContain('step');
  }, 120_000);

  it('trains on extra rows, which have a part in the weights and none in the validation', async () => {
    const extra = tinyRows(90, 200).filter(({ label }) => label === 'anger');
    const { candidates } = await search({ ...rows, extra }, { splits: 1, epochs: 1 });
    const { rows: counted, extraCounts } = runOf(1, 1);
    expect(extraCounts).toEqual({ neutral: 0, anger: 15, joy: 0 });
    expect(counted.train + counted.validation).toBe(95);
    expect(counted.validation).toBeLessThan(40);
    expect(candidates[1]?.weights).toEqual(temperedWeights([...rows.train, ...extra], 1));
  }, 120_000);

  it('asks a teacher about each text once, for all candidates and splits', async () => {
    const asked: string[] = [];
    const teacher = {
      ...{ name: 'words', fingerprint: 'words', labels: ['joy', 'anger', 'neutral'] },
      answer: (texts: readonly string[]) => {
        asked.push(...texts);
        return Promise.resolve(texts.map(() => Float32Array.of(0, 1, 2)));
      },
    };
    const unlabelled = ['un texto', 'otro texto'];
    await search({ ...rows, unlabelled }, { epochs: 1 }, [], teacher);
    const texts = new Set([...rows.train.map(({ text }) => text), ...unlabelled]);
    expect(asked.sort()).toEqual([...texts].sort());
  }, 120_000);

  it('says so where no video can be set aside', async () => {
    const single = rows.train.map((row) => ({ ...row, video: 'one' }));
    await expect(search({ train: single }, { epochs: 1 })).rejects.toMatchObject({
      code: 'no_validation_rows',
    });
  }, 120_000);
});
