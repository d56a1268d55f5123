import { percentile } from '../../common/percentile';
import { type Random, seededRandom } from '../../common/seededRandom';
import { type CountScores, type Interval, type Intervals, labelCodes, scoreCounts } from './score';

export interface BootstrapOptions {
  seed: number;
  /** How many samples are drawn; 1,000. */
  resamples?: number;
}

/** Part of the resamples inside an interval, and the percentiles at its ends. */
const confidenceLevel = 0.95;
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
function interval(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  return [percentile(sorted, ends[0]), percentile(sorted, ends[1])];
}

/** Places of n rows drawn with replacement from n. */
function drawRows(n: number, random: Random): Int32Array {
  const rows = new Int32Array(n);
  for (let place = 0; place < n; place++) rows[place] = Math.floor(random() * n);
  return rows;
}

/** The scores of the drawn rows. */
function scoreDrawn(rows: Int32Array, gold: Int32Array, predicted: Int32Array, k: number): CountScores {
  const counts = new Int32Array(k * k);
  for (const row of rows) {
    const cell = (gold[row] as number) * k + (predicted[row] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return scoreCounts(counts, k);
}

/** Second minus first. */
export interface Difference {
  value: number;
  interval: Interval;
}

const figures = ['accuracy', 'macroF1', 'macroRecall'] as const;
type Figure = (typeof figures)[number];

/**
 * How far the mean of some models is above the mean of others, with 95 % percentile intervals: the same drawn rows are
 * scored for all of them, so that what makes a row hard for all cancels out. The interval tells what other test rows
 * would have given, not what other seeds would.
 *
 * @param first predicted labels of each model, by row
 * @param second those of the models that are compared with them
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
  const [firstCodes, secondCodes] = [first, second].map((models) =>
    models.map((model) => labelCodes(model, labels)),
  ) as [Int32Array[], Int32Array[]];
  const meansOf = (rows: Int32Array, models: readonly Int32Array[]): Record<Figure, number> => {
    const scores = models.map((model) => scoreDrawn(rows, goldCodes, model, labels.length));
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

export interface PairedBootstrap {
  level: number;
  resamples: number;
  seed: number;
  accuracy: Difference;
  macroF1: Difference;
}

/**
 * How far the second model is above the first, with 95 % percentile intervals, as `meanDifference` of one model each.
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
  const { accuracy, macroF1 } = meanDifference(gold, [first], [second], labels, { seed, resamples });
  return { level: confidenceLevel, resamples, seed, accuracy, macroF1 };
}
