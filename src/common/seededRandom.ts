/** Numbers in [0, 1). */
export type Random = () => number;

/**
 * A small reproducible generator: the intervals of a report and a split are the same for the same seed on any machine.
 * It is a Weyl sequence mixed by MurmurHash3's finaliser (as in SplitMix32). Not for secrets.
 *
 * @param seed an integer, of which the low 32 bits are used
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** A copy in random order (Fisher-Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

/**
 * A generator for one purpose: its numbers depend only on the seed and on the numbers of the purpose (the epoch, the
 * tensor), so that no state has to be saved to continue after a stop.
 */
export function randomFor(seed: number, ...use: readonly number[]): Random {
  // 2654435761 is the golden ratio of 2³² (Knuth, TAOCP 6.4): near seeds and uses land far apart.
  return seededRandom(use.reduce((mixed, part) => Math.imul(mixed ^ part, 2654435761) + 1, seed));
}

/** A draw from the standard normal distribution (Box and Muller, 1958). */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}
