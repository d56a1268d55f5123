import { shuffled } from '../../common/seededRandom';
import { randomFor } from './seeds';

/** Batches that are sorted by length together, where lengths are grouped (as transformers' LengthGroupedSampler). */
const batchesInWindow = 50;

/** Sets the shuffling apart from other uses of the run's seed. */
const shuffling = 1;

export interface BatchOptions {
  batchSize: number;
  /** Rows of like length in one batch: less padding, less chance in the order. */
  lengthSorted: boolean;
  seed: number;
}

/**
 * The batches of one epoch: indices of rows, each once, in an order that follows from the seed and the epoch alone.
 *
 * @param rows indices of the rows to train on
 * @param lengths tokens of each row, by index
 */
export function epochBatches(
  rows: readonly number[],
  lengths: ArrayLike<number>,
  epoch: number,
  { batchSize, lengthSorted, seed }: BatchOptions,
): number[][] {
  const random = randomFor(seed, shuffling, epoch);
  const order = shuffled(rows, random);
  if (!lengthSorted) return chunks(order, batchSize);
  const length = (row: number) => lengths[row] ?? 0;
  const windows = chunks(order, batchSize * batchesInWindow);
  const sorted = windows.flatMap((window) => window.sort((a, b) => length(b) - length(a)));
  return shuffled(chunks(sorted, batchSize), random);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
