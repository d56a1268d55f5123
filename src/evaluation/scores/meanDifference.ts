import { type BootstrapOptions, interval } from './bootstrapIntervals';
import { labelCodes } from './labelCodes';
import type { Difference } from './pairedBootstrap';
import { drawRows, scoreDrawn } from './resample';
import { seededRandom } from './seededRandom';

/**
 * How far the mean of some runs is above the mean of others, with 95 % percentile intervals: the same drawn rows are
 * scored for all of them. The interval tells what other test rows would have given, not what other seeds would.
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
): { macroF1: Difference; macroRecall: Difference } {
  const goldCodes = labelCodes(gold, labels);
  const [firstCodes, secondCodes] = [first, second].map((runs) =>
    runs.map((run) => labelCodes(run, labels)),
  ) as [Int32Array[], Int32Array[]];
  const meanOf = (rows: Int32Array, runs: readonly Int32Array[]) => {
    const macros = runs.map((run) => scoreDrawn(rows, goldCodes, run, labels.length).macro);
    return { f1: mean(macros.map(({ f1 }) => f1)), recall: mean(macros.map(({ recall }) => recall)) };
  };
  const gapOf = (rows: Int32Array) => {
    const [a, b] = [meanOf(rows, firstCodes), meanOf(rows, secondCodes)];
    return { f1: b.f1 - a.f1, recall: b.recall - a.recall };
  };
  const random = seededRandom(seed);
  const drawn = Array.from({ length: resamples }, () => gapOf(drawRows(gold.length, random)));
  const whole = gapOf(Int32Array.from(gold.keys()));
  return {
    macroF1: { value: whole.f1, interval: interval(drawn.map(({ f1 }) => f1)) },
    macroRecall: { value: whole.recall, interval: interval(drawn.map(({ recall }) => recall)) },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
