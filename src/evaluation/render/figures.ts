import type { Interval } from '../scores/Scores';

/** A score to three decimals, or to as many as are published; a dash where there is none. */
export function figure(value: number | undefined, digits = 3): string {
  return value === undefined ? '–' : value.toFixed(digits);
}

/** An interval, or a dash where there is none. */
export function range(interval: Interval | null | undefined): string {
  return interval === null || interval === undefined
    ? '–'
    : `${figure(interval[0])} to ${figure(interval[1])}`;
}

/** With its sign, for differences. */
export function signed(value: number): string {
  return (value < 0 ? '−' : '+') + Math.abs(value).toFixed(3);
}

/** A p-value: three decimals, or that it is less. */
export function pValue(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}
