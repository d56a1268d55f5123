import type { BinCounts } from '../../model/engineFolder/DriftBaseline';
import { type Drift, type DriftReading, openWindows, readingsOf } from './Drift';
import type { DriftWindow } from './DriftWindow';
import { binOf, decileBins } from './deciles';

/**
 * Values that make a baseline where the model brings none: so many that their own chance is a fifth of the noise that
 * a window starts with.
 */
const start = 2000;

/** Drift of a number's distribution from that of the validation data, or else from that of the first values. */
export class NumberDrift implements Drift<number> {
  readonly #validation: BinCounts | undefined;
  #bounds: readonly number[] = [];
  #windows: DriftWindow[] | undefined;
  #first: number[] = [];

  /** @param validation what the number was like when the model was validated */
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
