import { type BootstrapOptions, interval, LEVEL } from './bootstrapIntervals';
import { labelCodes } from './labelCodes';
import { drawRows, scoreDrawn } from './resample';
import type { Interval } from './Scores';
import { seededRandom } from './seededRandom';

/** Second run minus first. */
export interface Difference {
  value: number;
  interval: Interval;
}

export interface PairedBootstrap {
  level: number;
  resamples: number;
  seed: number;
  accuracy: Difference;
  macroF1: Difference;
}

/**
 * How far the second run is above the first, with 95 % percentile intervals: the same drawn rows are scored for both,
 * so that what makes a row hard for either cancels out.
 *
 * @throws EmostreamError `unknown_label`
 */
export function pairedBootstrap(
  gold: readonly string[],
  first: readonly string[],
  second: readonly string[],
  labels: readonly string[],
  { seed, resamples = 1000 }: BootstrapOptions,
): PairedBootstrap {
  const codes = [gold, first, second].map((values) => labelCodes(values, labels));
  const [goldCodes, firstCodes, secondCodes] = codes as [Int32Array, Int32Array, Int32Array];
  const gapOf = (rows: Int32Array): { accuracy: number; macroF1: number } => {
    const a = scoreDrawn(rows, goldCodes, firstCodes, labels.length);
    const b = scoreDrawn(rows, goldCodes, secondCodes, labels.length);
    return { accuracy: b.accuracy - a.accuracy, macroF1: b.macro.f1 - a.macro.f1 };
  };
  const random = seededRandom(seed);
  const drawn = Array.from({ length: resamples }, () => gapOf(drawRows(gold.length, random)));
  const whole = gapOf(Int32Array.from(gold.keys()));
  return {
    level: LEVEL,
    resamples,
    seed,
    accuracy: { value: whole.accuracy, interval: interval(drawn.map(({ accuracy }) => accuracy)) },
    macroF1: { value: whole.macroF1, interval: interval(drawn.map(({ macroF1 }) => macroF1)) },
  };
}
