import { type BootstrapOptions, interval } from './bootstrapIntervals';
import { labelCodes } from './labelCodes';
import { drawRows, scoreDrawn } from './resample';
import type { Interval } from './Scores';
import { seededRandom } from '../../common/seededRandom';

/** Second minus first. */
export interface Difference {
  value: number;
  interval: Interval;
}

const figures = ['accuracy', 'macroF1', 'macroRecall'] as const;
type Figure = (typeof figures)[number];

/**
 * How far the mean of some runs is above the mean of others, with 95 % percentile intervals: the same drawn rows are
 * scored for all of them, so that what makes a row hard for all cancels out. The interval tells what other test rows
 * would have given, not what other seeds would.
 *
 * @param first predicted labels of each run, by row
 * @param second those of the runs that are compared with them
 * @throws EmostreamError `unknown_label`
 */
export function meanDifference(
  gold: readonly string[],
  first: readonly (readonly string[])[],
  second: readonly (readonly string[])[],
  labels: readonly string[],
  { seed, resamples = 1000 }: BootstrapOptions,
): Record<Figure, Difference> {
  const goldCodes = labelCodes(gold, labels);
  const [firstCodes, secondCodes] = [first, second].map((runs) =>
    runs.map((run) => labelCodes(run, labels)),
  ) as [Int32Array[], Int32Array[]];
  const meansOf = (rows: Int32Array, runs: readonly Int32Array[]): Record<Figure, number> => {
    const scores = runs.map((run) => scoreDrawn(rows, goldCodes, run, labels.length));
    return {
      accuracy: mean(scores.map(({ accuracy }) => accuracy)),
      macroF1: mean(scores.map(({ macro }) => macro.f1)),
      macroRecall: mean(scores.map(({ macro }) => macro.recall)),
    };
  };
  const gapsOf = (rows: Int32Array): Record<Figure, number> => {
    const [a, b] = [meansOf(rows, firstCodes), meansOf(rows, secondCodes)];
    return byFigure((figure) => b[figure] - a[figure]);
  };
  const random = seededRandom(seed);
  const drawn = Array.from({ length: resamples }, () => gapsOf(drawRows(gold.length, random)));
  const whole = gapsOf(Int32Array.from(gold.keys()));
  return byFigure((figure) => ({
    value: whole[figure],
    interval: interval(drawn.map((gaps) => gaps[figure])),
  }));
}

function byFigure<T>(of: (figure: Figure) => T): Record<Figure, T> {
  return Object.fromEntries(figures.map((figure) => [figure, of(figure)])) as Record<Figure, T>;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
