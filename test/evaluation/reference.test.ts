import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  comparePredictions,
  evaluateOffline,
  type Prediction,
  readLabelled,
  type LabelledRow,
  joinReplay,
  replayStreams,
  reportPredictions,
  type ReplayLabel,
} from '../../src/evaluation';
import { seededRandom, shuffled } from '../../src/common/seededRandom';
import { packageRoot } from '../../src/common/packageRoot';

const shared = join(packageRoot, '..', 'shared');
const data = join(shared, 'data', 'emospeech-2024');
const logits = join(shared, 'reference', 'e5-es', 'logits.json');

interface Reference {
  labels: string[];
  rows: { id: string; logits: number[] }[];
}

function probabilities(labels: string[], row: number[]): Record<string, number> {
  const powers = row.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power, 0);
  return Object.fromEntries(labels.map((label, place) => [label, powers[place]! / sum]));
}

/*
 * Expected values by scikit-learn 1.9.1 on the arg max of the reference's logits:
 *   classification_report(gold, predicted, output_dict=True, zero_division=0)
 * on all rows, and on those whose youtube_key and text are not in train.csv.
 */
(existsSync(logits) ? describe : describe.skip)(
  'the reference model on the test split (needs ../shared)',
  () => {
    let rows: LabelledRow[];
    let train: LabelledRow[];
    let labels: string[];
    let predictions: Prediction[];

    beforeAll(async () => {
      const reference = JSON.parse(readFileSync(logits, 'utf8')) as Reference;
      labels = reference.labels;
      rows = (await readLabelled(join(data, 'test.csv'), { labels })).rows;
      train = (await readLabelled(join(data, 'train.csv'), { labels })).rows;
      let next = 0;
      const answers = reference.rows.map((row) => probabilities(labels, row.logits));
      const result = await evaluateOffline(rows, (texts) =>
        Promise.resolve(texts.map(() => answers[next++]!)),
      );
      predictions = result.predictions;
    });

    it('has the scores that scikit-learn gives', () => {
      const report = reportPredictions(predictions, { rows, labels, train });
      expect(report.n).toBe(750);
      expect(report.accuracy).toBeCloseTo(0.736, 12);
      expect(report.macro.precision).toBeCloseTo(0.5880477841771291, 12);
      expect(report.macro.recall).toBeCloseTo(0.5817635534750075, 12);
      expect(report.macro.f1).toBeCloseTo(0.5837559443313222, 12);
      expect(report.weighted.f1).toBeCloseTo(0.7308277093926788, 12);
      expect(report.perClass['fear']).toEqual({ precision: 0, recall: 0, f1: 0, support: 6 });
      const { leakFree } = report;
      expect(leakFree!.n).toBe(352);
      expect(leakFree!.accuracy).toBeCloseTo(0.8352272727272727, 12);
      expect(leakFree!.macro.f1).toBeCloseTo(0.546032395251481, 12);
      expect(leakFree!.weighted.precision).toBeCloseTo(0.8470803088415536, 12);
      expect(leakFree!.perClass['anger']!.f1).toBeCloseTo(0.43902439024390244, 12);
    });

    it('has the same report, interval by interval, when the labels come back through a stream', () => {
      const answers = new Map(predictions.map((prediction) => [prediction.id, prediction]));
      const streams = shuffled(replayStreams(rows), seededRandom(8));
      const out: ReplayLabel[] = streams.flat().map(({ segmentId, streamId, sequence }, place) => {
        const { predicted, confidence } = answers.get(segmentId)!;
        const label = { segmentId, streamId, sequence, emotion: predicted, confidence, producedAt: place };
        return { label, readAt: place + 50 };
      });
      const join = joinReplay(rows, out, []);
      expect(join).toMatchObject({ missing: [], duplicates: [], reordered: [], strangers: [] });
      const options = { rows, labels, train, resamples: 200 };
      expect(reportPredictions(join.predictions, options)).toEqual(reportPredictions(predictions, options));
      expect(comparePredictions(predictions, join.predictions, { resamples: 10 }).rows).toEqual([]);
    });
  },
);
