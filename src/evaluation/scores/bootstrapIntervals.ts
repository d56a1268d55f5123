import { labelCodes } from './labelCodes';
import { percentile } from '../../common/percentile';
import { drawRows, scoreDrawn } from './resample';
import type { CountScores } from './scoreCounts';
import type { Interval, Intervals } from './Scores';
import { seededRandom } from '../../common/seededRandom';

export interface BootstrapOptions {
  seed: number;
  /** How many samples are drawn; 1,000. */
  resamples?: number;
}

/** Part of the resamples inside an interval, and the percentiles at its ends. */
export const confidenceLevel = 0.95;
const ends = [2.5, 97.5] as const;

/** Fewer resamples with the class than this, and its interval would say more than is known. */
const leastResamples = 100;

/**
 * 95 % percentile intervals (Efron 1979): rows are drawn with replacement, as many as there are, and scored anew.
 * A resample's macro average runs over the classes that it has, and a class's interval over the resamples that have
 * the class, by the same rule as the scores themselves.
 *
 * @throws EmostreamError `unknown_label`
 */
export function bootstrapIntervals(
  gold: readonly string[],
  predicted: readonly string[],
  labels: readonly string[],
  { seed, resamples = 1000 }: BootstrapOptions,
): Intervals {
  const goldCodes = labelCodes(gold, labels);
  const predictedCodes = labelCodes(predicted, labels);
  const random = seededRandom(seed);
  const drawn = Array.from({ length: resamples }, () =>
    scoreDrawn(drawRows(gold.length, random), goldCodes, predictedCodes, labels.length),
  );
  const of = (figure: (scores: CountScores) => number): Interval => interval(drawn.map(figure));
  return {
    level: confidenceLevel,
    resamples,
    seed,
    accuracy: of(({ accuracy }) => accuracy),
    macro: {
      precision: of(({ macro }) => macro.precision),
      recall: of(({ macro }) => macro.recall),
      f1: of(({ macro }) => macro.f1),
    },
    perClass: Object.fromEntries(labels.map((name, label) => [name, { f1: classInterval(drawn, label) }])),
  };
}

function classInterval(drawn: readonly CountScores[], label: number): Interval | null {
  const having = drawn.filter(({ present }) => present[label]);
  if (having.length < Math.min(leastResamples, drawn.length)) return null;
  return interval(having.map(({ f1 }) => f1[label] as number));
}

/** The middle 95 % of the values. */
export function interval(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  return [percentile(sorted, ends[0]), percentile(sorted, ends[1])];
}
