import { header, label, textWidth } from './svg';

/** Pixels of a key. */
export const keyWidth = 28;

/** Baseline of the names. */
const baseline = header + 15;

export interface Legend {
  markup: string;
  /** Of the whole picture, at least. */
  width: number;
}

/**
 * The names of the runs in a line under the header.
 *
 * @param key draws the sign of a run, keyWidth wide, from `x` and around `y`
 */
export function legend(names: readonly string[], key: (run: number, x: number, y: number) => string): Legend {
  let x = 20;
  const entries = names.map((name, run) => {
    const at = x;
    x += keyWidth + textWidth(name) + 26;
    return key(run, at, baseline - 4) + label(at + keyWidth + 7, baseline, name);
  });
  return { markup: entries.join(''), width: x };
}
