import { type CountScores, scoreCounts } from './scoreCounts';
import type { Random } from '../../common/seededRandom';

/** Places of n rows drawn with replacement from n. */
export function drawRows(n: number, random: Random): Int32Array {
  const rows = new Int32Array(n);
  for (let place = 0; place < n; place++) rows[place] = Math.floor(random() * n);
  return rows;
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
