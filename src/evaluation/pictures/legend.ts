import { HEADER, label, textWidth } from './svg';

/** Pixels of a key. */
export const KEY = 28;

/** Baseline of the names. */
const BASELINE = HEADER + 15;

export interface Legend {
  markup: string;
  /** Of the whole picture, at least. */
  width: number;
}

/**
 * The names of the runs in a line under the header.
 *
 * @param key draws the sign of a run, KEY wide, from `x` and around `y`
 */
export function legend(names: readonly string[], key: (run: number, x: number, y: number) => string): Legend {
  let x = 20;
  const entries = names.map((name, run) => {
    const at = x;
    x += KEY + textWidth(name) + 26;
    return key(run, at, BASELINE - 4) + label(at + KEY + 7, BASELINE, name);
  });
  return { markup: entries.join(''), width: x };
}
