import type { BinCounts } from '../../model/engineFolder/DriftBaseline';

const bins = 10;

/**
 * Bins that hold a tenth of the values each, as far as equal values allow.
 *
 * @param values at least one
 */
export function decileBins(values: readonly number[]): BinCounts {
  const sorted = Float64Array.from(values).sort();
  const decile = (_: unknown, index: number): number =>
    sorted[Math.ceil((sorted.length * (index + 1)) / bins) - 1] ?? NaN;
  const bounds = [...new Set(Array.from({ length: bins - 1 }, decile))];
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const value of sorted) counts[binOf(bounds, value)] = (counts[binOf(bounds, value)] ?? 0) + 1;
  return { bounds, counts };
}

/** The bin that a number falls into, from 0. */
export function binOf(bounds: readonly number[], value: number): number {
  const bin = bounds.findIndex((bound) => value <= bound);
  return bin === -1 ? bounds.length : bin;
}
