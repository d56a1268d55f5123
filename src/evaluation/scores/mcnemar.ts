export interface McNemar {
  /** Rows that only the first model has right. */
  onlyFirst: number;
  /** Rows that only the second model has right. */
  onlySecond: number;
  /** Two-sided p-value of the exact binomial test. */
  exactP: number;
  /** Chi-square with continuity correction (Edwards 1948), one degree of freedom. */
  chiSquare: number;
  chiSquareP: number;
}

/**
 * McNemar's test (1947): whether two models on the same rows differ in how often they are right. Only the rows that one
 * has right and the other wrong say something.
 *
 * @param first for each row whether the first model is right
 */
export function mcnemar(first: readonly boolean[], second: readonly boolean[]): McNemar {
  const onlyFirst = first.filter((right, row) => right && !second[row]).length;
  const onlySecond = second.filter((right, row) => right && !first[row]).length;
  const discordant = onlyFirst + onlySecond;
  const distance = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1);
  const chiSquare = discordant === 0 ? 0 : distance ** 2 / discordant;
  return {
    onlyFirst,
    onlySecond,
    exactP: exactTwoSided(Math.min(onlyFirst, onlySecond), discordant),
    chiSquare,
    chiSquareP: erfc(Math.sqrt(chiSquare / 2)),
  };
}

/** Twice the chance of at most `least` heads in n throws of a fair coin, 1 at most. */
function exactTwoSided(least: number, n: number): number {
  let logChoose = 0;
  let tail = 0;
  for (let heads = 0; heads <= least; heads++) {
    tail += Math.exp(logChoose - n * Math.LN2);
    logChoose += Math.log((n - heads) / (heads + 1));
  }
  return Math.min(1, 2 * tail);
}

/**
 * The complementary error function for x >= 0, to about 1e-14 relative: the Maclaurin series of erf below 2, the
 * continued fraction of Abramowitz and Stegun 7.1.14 above.
 */
export function erfc(x: number): number {
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= -(x * x) / n;
      sum += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = x;
  for (let n = 120; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}
