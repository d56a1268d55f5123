import { joinProblems, type Prediction, type Report } from '../../src/evaluation';
import { buildReport } from '../../src/evaluation/report/buildReport';

const labels = ['neutral', 'joy', 'fear'];

/** Sixty rows of three classes, some wrong by rule; the first half is clean. */
export const samplePredictions: Prediction[] = Array.from({ length: 60 }, (_, row) => ({
  id: `r${row}`,
  video: `v${row % 7}`,
  gold: labels[row % 3]!,
  predicted: labels[row % 11 === 0 ? 0 : row % 3]!,
  confidence: 0.75,
}));

/** A second run that is wrong in other rows. */
export const otherPredictions: Prediction[] = samplePredictions.map((prediction, row) => ({
  ...prediction,
  predicted: row % 13 === 1 ? 'fear' : prediction.gold,
}));

export const sampleReport: Report = buildReport({
  gold: samplePredictions.map(({ gold }) => gold),
  predicted: samplePredictions.map(({ predicted }) => predicted),
  labels,
  leakFree: samplePredictions.map((_, row) => row < 30),
  resamples: 200,
  stream: {
    segmentsPerSecond: 120.5,
    latencyMs: { p50: 40, p95: 80, p99: 95 },
    missing: 1,
    duplicates: 0,
    reordered: 0,
    deadLetters: 0,
    late: 0,
  },
});

export const sampleProblems = joinProblems({
  predictions: [],
  missing: ['r<60>'],
  duplicates: [],
  late: [],
  deadLettered: [],
  reordered: [],
  strangers: [],
  latenciesMs: [],
  durationMs: 0,
});
