import { type CountScores, scoreCounts } from './scoreCounts';
import type { Random } from './seededRandom';

/** Places of n rows drawn with replacement from n. */
export function drawRows(n: number, random: Random): Int32Array {
  return Int32Array.from({ length: n }, () => Math.floor(random() * n));
}

/** The scores of the drawn rows. */
export function scoreDrawn(
  rows: Int32Array,
  gold: Int32Array,
  predicted: Int32Array,
  k: number,
): CountScores {
  const counts = new Int32Array(k * k);
  for (const row of rows) {
    const cell = (gold[row] as number) * k + (predicted[row] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return scoreCounts(counts, k);
}
