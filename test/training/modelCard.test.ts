import { reportPredictions } from '../../src/evaluation/report/buildReport';
import { modelCard } from '../../src/training/modelCard';
import type { TrainResult } from '../../src/training/TrainResult';
import { defaultHyperparameters } from '../../src/training/recipe';
import { tinyRows } from './support/tinyRows';

const labels = ['neutral', 'joy', 'anger'];
const rows = tinyRows(24, 22);
const predictions = rows.map(({ id, video, label }) => {
  return { id, video, gold: label, predicted: label === 'anger' ? 'joy' : label, confidence: 0.9 };
});

const result: TrainResult = {
  folder: 'out',
  lossesFile: 'out/losses.jsonl',
  labels,
  hyperparameters: { ...defaultHyperparameters, weighting: { neutral: 1, joy: 2, anger: 3 } },
  rows: { train: 24, validation: 0, test: 24 },
  teacher: { name: 'a teacher', unlabelledTexts: 7 },
  notes: ['the base has no classification head: a fresh one is trained'],
  classCounts: { neutral: 120, joy: 80, anger: 4 },
  extraCounts: undefined,
  classWeights: { neutral: 1, joy: 2, anger: 3 },
  steps: 36,
  epochs: [{ epoch: 1, loss: 1, seconds: 2, best: false }],
  keptEpoch: 1,
  test: { report: reportPredictions(predictions, { rows, labels, train: tinyRows(24) }), predictions },
};

describe('modelCard', () => {
  const card = modelCard(result, { name: 'mine', base: 'user/base', license: 'cc-by-4.0', data: 'Made up.' });

  it('begins with what the hub reads', () => {
    expect(card).toMatch(/^---\nlicense: cc-by-4\.0\npipeline_tag: text-classification\n/);
  });

  it('tells data, hyperparameters and results', () => {
    expect(card).toContain('Made up.');
    expect(card).toContain('- learned from a teacher too, on the training rows and 7 texts without label.');
    expect(card).toContain('| joy | 80 | 2.00 |');
    expect(card).toContain('| learningRate | 0.00004 |');
    expect(card).toContain('| weighting | `{"neutral":1,"joy":2,"anger":3}` |');
    expect(card).toMatch(/\| all \| 24 \| 0\.\d{3} \(0\.\d{3} to \d\.\d{3}\)/);
    expect(card).toMatch(/\| anger \| 0\.000 \| 0\.000 \| 0\.000 \| \d+ \|/);
  });

  it('tells the rows of other sources', () => {
    const extra = modelCard(
      { ...result, extraCounts: { neutral: 0, joy: 7, anger: 0 } },
      { name: 'mine', base: 'user/base' },
    );
    expect(extra).toContain(
      '| label | training rows | of other sources | weight in the loss |\n|---|---|---|---|\n',
    );
    expect(extra).toContain('| joy | 80 | 7 | 2.00 |');
  });

  it('tells how the weights were found', () => {
    const candidate = (power: number, mean: number) => ({ power, weights: {}, macroF1: [mean], mean });
    const best = candidate(0.5, 0.61);
    const options = { powers: [0, 0.5], epochs: 3, splits: 1, validation: 0.2 };
    const search = { options, best, candidates: [candidate(0, 0.5), best] };
    const searched = modelCard(result, { name: 'mine', base: 'user/base', search });
    expect(searched).toContain('20 % of the training rows');
    expect(searched).toContain('search.json');
    expect(searched).toContain('| none | 0.500 |\n| inverse^0.5 (taken) | 0.610 |');
  });

  it('tells the limits that the figures show', () => {
    expect(card).toContain('- anger was learned from only 4 rows.');
    expect(card).toContain('- anger is never found in the test rows.');
    expect(card).toMatch(/- \d+ of the 24 test rows come from videos that are also in the training rows/);
  });

  it('says nothing of results where nothing was tested', () => {
    const untested = modelCard({ ...result, test: undefined }, { name: 'mine', base: 'user/base' });
    expect(untested).not.toContain('## Results');
    expect(untested).not.toContain('undefined');
  });
});
