import { DriftWindow } from './DriftWindow';

/** Sizes of the windows, in values: the short one shows a shift sooner, the long one shows a smaller shift. */
export const driftWindows = [1000, 10_000] as const;

/** What drift is measured against; `none` where there is no baseline, or not yet. */
export type BaselineName = 'training' | 'validation' | 'start' | 'none';

export interface DriftReading {
  /** Size of the window, in values. */
  window: number;
  baseline: BaselineName;
  /** Population stability index; NaN without a baseline or with too few values. */
  index: number;
}

/** Measures how far the distribution of a kind of value is from a baseline. */
export interface Drift<T> {
  add(value: T): void;
  /** One for each of `driftWindows`. */
  readings(): DriftReading[];
}

/**
 * The windows over one baseline.
 *
 * @param expected count or share of each bin in the baseline
 */
export function openWindows(expected: readonly number[]): DriftWindow[] {
  return driftWindows.map((size) => new DriftWindow(expected, size));
}

/** The readings of the windows; without windows, readings without a baseline. */
export function readingsOf(
  windows: readonly DriftWindow[] | undefined,
  baseline: BaselineName,
): DriftReading[] {
  if (windows === undefined) return driftWindows.map((window) => ({ window, baseline: 'none', index: NaN }));
  return windows.map((window) => ({ window: window.size, baseline, index: window.index() }));
}
