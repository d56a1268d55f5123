import { populationStabilityIndex } from './populationStabilityIndex';

/**
 * By chance alone the index of n values in b bins is about (b - 1) / n (Yurdakul and Naranjo, "Statistical properties
 * of the population stability index", 2020). There is no index while that is above this: a quarter of the index that
 * counts as a shift.
 */
const noise = 0.025;

/** Compares the bins of the last values with the bins of a baseline. */
export class DriftWindow {
  readonly #expected: readonly number[];
  readonly #counts: number[];
  /** The bins of the last values, as a ring buffer. */
  readonly #recent: Uint16Array;
  readonly #fewest: number;
  #filled = 0;
  #next = 0;

  /**
   * @param expected count or share of each bin in the baseline; at most 65,536 bins
   * @param size how many values are kept
   */
  constructor(
    expected: readonly number[],
    readonly size: number,
  ) {
    this.#expected = expected;

    this.#counts = expected.map(() => 0);
    this.#recent = new Uint16Array(size);
    this.#fewest = Math.min(size, Math.round((expected.length - 1) / noise));
  }

  add(bin: number): void {
    if (this.#filled === this.size) this.#count(this.#recent[this.#next] ?? 0, -1);
    else this.#filled += 1;
    this.#recent[this.#next] = bin;
    this.#count(bin, 1);
    this.#next = (this.#next + 1) % this.size;
  }

  /** @returns the population stability index; NaN while there are too few values */
  index(): number {
    if (this.#filled === 0 || this.#filled < this.#fewest) return NaN;
    return populationStabilityIndex(this.#expected, this.#counts);
  }

  #count(bin: number, change: number): void {
    this.#counts[bin] = (this.#counts[bin] ?? 0) + change;
  }
}
