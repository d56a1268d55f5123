import type { BinCounts } from '../../model/engineFolder/DriftBaseline';
import { type Drift, type DriftReading, openWindows, readingsOf } from './Drift';
import type { DriftWindow } from './DriftWindow';
import { binOf, decileBins } from './deciles';

/**
 * Values of a baseline from the start, where the model has none. The chance variation of so many is a fifth of the
 * noise that a window may have.
 */
const start = 2000;

/** Drift of a number's distribution from that in the validation data, or else from that of the first values. */
export class NumberDrift implements Drift<number> {
  readonly #validation: BinCounts | undefined;
  #bounds: readonly number[] = [];
  #windows: DriftWindow[] | undefined;
  #first: number[] = [];

  /** @param validation the distribution in the model's validation data */
  constructor(validation: BinCounts | undefined) {
    this.#validation = validation;

    if (validation) this.#settle(validation);
  }

  add(value: number): void {
    if (this.#windows !== undefined) {
      const bin = binOf(this.#bounds, value);
      for (const window of this.#windows) window.add(bin);
      return;
    }
    this.#first.push(value);
    if (this.#first.length < start) return;
    this.#settle(decileBins(this.#first));
    this.#first = [];
  }

  readings(): DriftReading[] {
    return readingsOf(this.#windows, this.#validation === undefined ? 'start' : 'validation');
  }

  #settle({ bounds, counts }: BinCounts): void {
    this.#bounds = bounds;
    this.#windows = openWindows(counts);
  }
}
