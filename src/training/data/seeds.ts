import { seededRandom, type Random } from '../../common/seededRandom';

/**
 * A generator for one use in a run: its numbers follow from the run's seed and what sets the use apart (the epoch, the
 * tensor's number), so nothing has to be remembered to go on after a stop.
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
