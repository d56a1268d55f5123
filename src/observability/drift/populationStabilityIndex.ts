/** Added to every share: without it, one absent class would make the index infinite. */
const smoothing = 1e-4;

/**
 * The distance of a distribution from the expected one: the sum over the classes of (a - e) ln(a / e), which is the
 * symmetrised Kullback-Leibler divergence (Siddiqi, "Credit Risk Scorecards", 2006). Below 0.1 it is small, above 0.25
 * large. Both are normalised and mixed with a little of the uniform distribution (additive smoothing), so that the
 * index is finite also where a class is absent from one of them.
 *
 * @param expected by class, counts or shares, not negative and not all 0
 * @param actual the same classes in the same order
 * @returns 0 or more, without a unit
 * @throws RangeError when the two are not distributions over the same classes
 */
export function populationStabilityIndex(expected: readonly number[], actual: readonly number[]): number {
  if (expected.length !== actual.length) {
    throw new RangeError(`${expected.length} classes expected, ${actual.length} given`);
  }
  const e = smoothedShares(expected);
  const a = smoothedShares(actual);
  return e.reduce((sum, share, index) => {
    const now = a[index] ?? share;
    return sum + (now - share) * Math.log(now / share);
  }, 0);
}

function smoothedShares(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0) || !Number.isFinite(total) || weights.some((weight) => weight < 0)) {
    throw new RangeError('a distribution has finite weights of 0 or more, not all 0');
  }
  const scale = 1 + smoothing * weights.length;
  return weights.map((weight) => (weight / total + smoothing) / scale);
}
