import type { LabelledRow } from '../../../src/evaluation/data/LabelledRow';
import { buildReport, reportPredictions } from '../../../src/evaluation/report/buildReport';
import { compareReports } from '../../../src/evaluation/report/compareReports';
import { comparePredictions } from '../../../src/evaluation/report/comparePredictions';
import { evaluateOffline } from '../../../src/evaluation/report/evaluateOffline';
import { paperReports, paperReportsFor } from '../../../src/evaluation/report/paperTables';
import type { Prediction } from '../../../src/evaluation/report/Report';
import { score } from '../../../src/evaluation/scores/score';

const labels = ['neutral', 'joy'];
const rows: LabelledRow[] = Array.from({ length: 20 }, (_, place) => ({
  id: `r${place}`,
  video: `v${place % 5}`,
  startMs: place,
  endMs: place + 1,
  text: place === 7 ? ' ' : `text ${place}`,
  label: place % 2 === 0 ? 'joy' : 'neutral',
}));

const joyful = { joy: 0.7, neutral: 0.3 };
const label = (texts: readonly string[]): Promise<(typeof joyful | null)[]> =>
  Promise.resolve(texts.map((text) => (text.trim() === '' ? null : joyful)));

describe('evaluateOffline', () => {
  it('answers each row in order, in batches, and names the unanswered', async () => {
    const sizes: number[] = [];
    const progress: number[] = [];
    const { predictions, unanswered } = await evaluateOffline(
      rows,
      (texts) => {
        sizes.push(texts.length);
        return label(texts);
      },
      { batch: 8, onProgress: (done) => progress.push(done) },
    );
    expect(sizes).toEqual([8, 8, 4]);
    expect(progress).toEqual([8, 16, 20]);
    expect(unanswered).toEqual(['r7']);
    expect(predictions).toHaveLength(19);
    expect(predictions[0]).toEqual({ id: 'r0', video: 'v0', gold: 'joy', predicted: 'joy', confidence: 0.7 });
  });
});

describe('reportPredictions', () => {
  it('is the same whatever the order of the answers', async () => {
    const { predictions } = await evaluateOffline(rows, label);
    const options = { rows, labels, seed: 4 };
    expect(reportPredictions([...predictions].reverse(), options)).toEqual(
      reportPredictions(predictions, options),
    );
  });

  it('has the clean rows apart, and null without training data or without clean rows', async () => {
    const { predictions } = await evaluateOffline(rows, label);
    const train = rows.filter(({ video }) => video === 'v0').map((row) => ({ ...row, text: 'other' }));
    expect(reportPredictions(predictions, { rows, labels, train }).leakFree).toMatchObject({ n: 15 });
    expect(reportPredictions(predictions, { rows, labels }).leakFree).toBeNull();
    expect(reportPredictions(predictions, { rows, labels, train: rows }).leakFree).toBeNull();
  });

  it('has the fields of the contract', async () => {
    const { predictions } = await evaluateOffline(rows, label);
    const report = reportPredictions(predictions, { rows, labels: ['fear', ...labels] });
    expect(Object.keys(report)).toEqual([
      'n',
      'accuracy',
      'macro',
      'weighted',
      'perClass',
      'confusion',
      'intervals',
      'leakFree',
    ]);
    expect(report.confusion.labels).toEqual(['neutral', 'joy', 'fear']);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('refuses to score nothing', () => {
    expect(() => reportPredictions([], { rows, labels })).toThrow(/no answered row/);
  });
});

it('puts the stream part into the report', () => {
  const stream = {
    segmentsPerSecond: 1,
    latencyMs: null,
    missing: 0,
    duplicates: 0,
    reordered: 0,
    deadLetters: 0,
    late: 0,
  };
  expect(buildReport({ gold: ['joy'], predicted: ['joy'], labels, stream }).stream).toEqual(stream);
});

describe('compareReports', () => {
  it('sets our run beside the tables of the paper', () => {
    const ours = {
      name: 'ours',
      ...buildReport({ gold: ['joy', 'fear'], predicted: ['joy', 'joy'], labels: ['joy', 'fear'] }),
    };
    const { labels: all, rows: lines, accuracy } = compareReports([...paperReports, ours]);
    expect(all).toEqual(['neutral', 'disgust', 'anger', 'joy', 'sadness', 'fear']);
    expect(lines.at(-1)).toMatchObject({
      name: 'macro avg',
      f1: [{ value: 0.61 }, { value: 0.63 }, { value: 0.63 }, {}],
    });
    expect(lines.find(({ name }) => name === 'joy')!.f1.map(({ value }) => value)).toEqual([
      0.8,
      0.78,
      0.79,
      2 / 3,
    ]);
    expect(accuracy.map(({ value }) => value)).toEqual([undefined, undefined, undefined, 0.5]);
  });

  it("has the paper's tables for its own test rows alone, told by the rows of each emotion", () => {
    const supports = { neutral: 291, disgust: 177, anger: 100, joy: 90, sadness: 86, fear: 6 };
    const perClass = (of: Record<string, number>) =>
      Object.fromEntries(
        Object.entries(of).map(([label, support]) => [label, { precision: 0, recall: 0, f1: 0, support }]),
      );
    expect(paperReportsFor({ perClass: perClass(supports) })).toBe(paperReports);
    expect(paperReportsFor({ perClass: perClass({ ...supports, surprise: 0 }) })).toBe(paperReports);
    expect(paperReportsFor({ perClass: perClass({ ...supports, joy: 91 }) })).toEqual([]);
    expect(paperReportsFor({ perClass: perClass({ ...supports, surprise: 1 }) })).toEqual([]);
    expect(paperReportsFor({ perClass: perClass({ joy: 375, anger: 375 }) })).toEqual([]);
  });

  it('keeps the paper consistent with itself: its macro averages are the means of its classes, as rounded', () => {
    for (const { macro, perClass } of paperReports) {
      const classes = Object.values(perClass);
      const mean = (of: (scores: (typeof classes)[number]) => number): number =>
        classes.reduce((sum, scores) => sum + of(scores), 0) / classes.length;
      expect(Math.abs(mean(({ f1 }) => f1) - macro.f1)).toBeLessThan(0.0101);
      expect(Math.abs(mean(({ recall }) => recall!) - macro.recall!)).toBeLessThan(0.0101);
    }
  });
});

describe('comparePredictions', () => {
  const run = (answers: string[], prefix = 'r'): Prediction[] =>
    answers.map((predicted, place) => ({
      id: `${prefix}${place}`,
      video: 'v',
      gold: place < 4 ? 'joy' : 'neutral',
      predicted,
      confidence: 0.5,
    }));
  const first = run(['joy', 'joy', 'neutral', 'neutral', 'neutral', 'joy']);
  const second = run(['joy', 'neutral', 'joy', 'joy', 'neutral', 'joy']);

  it('lists the rows that differ, and tests the difference', () => {
    const difference = comparePredictions(first, second);
    expect(difference.n).toBe(6);
    expect(difference.rows.map(({ id, first: a, second: b }) => [id, a, b])).toEqual([
      ['r1', 'joy', 'neutral'],
      ['r2', 'neutral', 'joy'],
      ['r3', 'neutral', 'joy'],
    ]);
    expect(difference.changes).toEqual([
      { first: 'neutral', second: 'joy', count: 2 },
      { first: 'joy', second: 'neutral', count: 1 },
    ]);
    expect([difference.bothRight, difference.bothWrong]).toEqual([2, 1]);
    expect(difference.mcnemar).toMatchObject({ onlyFirst: 1, onlySecond: 2, exactP: 1 });
    const accuracy = (answers: Prediction[]): number =>
      score(
        answers.map(({ gold }) => gold),
        answers.map(({ predicted }) => predicted),
        labels,
      ).accuracy;
    expect(difference.bootstrap.accuracy.value).toBeCloseTo(accuracy(second) - accuracy(first), 12);
  });

  it('compares what both have, and names the rest', () => {
    const difference = comparePredictions(first.slice(1), second.slice(0, 5));
    expect(difference).toMatchObject({ n: 4, onlyInFirst: ['r5'], onlyInSecond: ['r0'] });
  });
});
