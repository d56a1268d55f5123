import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultHyperparameters } from '../../../src/training/loop/TrainOptions';
import { searchWeights, temperedWeights } from '../../../src/training/search/searchWeights';
import { wordTokenizer, writeTinyBase } from '../support/tinyBase';
import { tinyRows } from '../support/tinyRows';
import { useTensorflow } from '../support/useTensorflow';

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
  it('trains each candidate on each split and takes the best mean on the validation rows', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'search-'));
    writeTinyBase(join(folder, 'base'));
    const hyperparameters = { ...defaultHyperparameters, epochs: 6, learningRate: 3e-3 };
    const options = { base: join(folder, 'base'), out: folder, resume: false, saveEvery: 0, hyperparameters };
    const search = () =>
      searchWeights(
        tinyRows(80),
        options,
        { tensorflow: tensorflow(), tokenizer: wordTokenizer },
        { powers: [0, 1], splits: 2, validation: 0.25 },
      );
    const { best, candidates } = await search();
    expect(candidates.map(({ power }) => power)).toEqual([0, 1]);
    for (const { macroF1, mean } of candidates) {
      expect(macroF1).toHaveLength(2);
      expect(mean).toBeCloseTo((macroF1[0]! + macroF1[1]!) / 2, 10);
    }
    expect(best.mean).toBe(Math.max(...candidates.map(({ mean }) => mean)));
    expect((await search()).candidates).toEqual(candidates);
    rmSync(folder, { recursive: true });
  }, 120_000);
});
