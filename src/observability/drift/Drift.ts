import { DriftWindow } from './DriftWindow';

/** Values looked back on: the first sees a shift soon, the second sees a small one. */
export const driftWindows = [1000, 10_000] as const;

/** What drift is measured from; `none`: nothing is known, or not yet. */
export type BaselineName = 'training' | 'validation' | 'start' | 'none';

export interface DriftReading {
  /** Values looked back on. */
  window: number;
  baseline: BaselineName;
  /** Population stability index; NaN without a baseline or with too few values. */
  index: number;
}

/** How far a kind of value has moved from its baseline. */
export interface Drift<T> {
  add(value: T): void;
  /** One for each of `driftWindows`. */
  readings(): DriftReading[];
}

/** The windows over bins. */
export function openWindows(expected: readonly number[]): DriftWindow[] {
  return driftWindows.map((size) => new DriftWindow(expected, size));
}

/** The readings of windows; of none, that there is nothing to tell. */
export function readingsOf(
  windows: readonly DriftWindow[] | undefined,
  baseline: BaselineName,
): DriftReading[] {
  if (windows === undefined) return driftWindows.map((window) => ({ window, baseline: 'none', index: NaN }));
  return windows.map((window) => ({ window: window.size, baseline, index: window.index() }));
}
