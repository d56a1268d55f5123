import { shuffled } from '../../common/seededRandom';
import { randomFor } from '../data/seeds';

/**
 * `over` repeats rows of rare classes, `under` leaves out rows of frequent ones. `balance` says how far: 0 not at all,
 * 1 until all classes are alike; between, a class of n rows gets n^(1-balance) · reference^balance, the reference
 * being the largest class's count for `over` and the smallest's for `under`.
 */
export interface Resampling {
  method: 'over' | 'under';
  balance: number;
}

/**
 * Indices of the rows that one epoch trains on, classes together, order without meaning. Each row of an oversampled
 * class occurs equally often, but for a remainder that is drawn anew each epoch.
 *
 * @param classes class of each row
 */
export function resample(
  classes: ArrayLike<number>,
  { method, balance }: Resampling,
  seed: number,
  epoch: number,
): number[] {
  const byClass = new Map<number, number[]>();
  for (let row = 0; row < classes.length; row++) {
    const label = classes[row] as number;
    byClass.set(label, [...(byClass.get(label) ?? []), row]);
  }
  const sizes = [...byClass.values()].map((rows) => rows.length);
  const reference = method === 'over' ? Math.max(...sizes) : Math.min(...sizes);
  return [...byClass].flatMap(([label, rows]) => {
    const wanted = Math.round(rows.length ** (1 - balance) * reference ** balance);
    const copies = Math.floor(wanted / rows.length);
    const drawn = shuffled(rows, randomFor(seed, epoch, label)).slice(0, wanted % rows.length);
    return [...Array.from({ length: copies }, () => rows).flat(), ...drawn];
  });
}
