import { EmostreamError } from '../../common/errors';

/** How rows of rare classes are made to count more in the loss. */
export type Weighting = 'none' | 'rule1' | 'inverse' | Readonly<Record<string, number>>;

/** Equation 1 of the paper: the weight of a class whose share of the rows is below so many percent. */
const rule1Steps = [
  { below: 5, weight: 2 },
  { below: 20, weight: 1.5 },
  { below: 35, weight: 1 },
  { below: Infinity, weight: 0.5 },
] as const;

/**
 * The loss's weight of each class (Chaves-Villota et al., 2024): `none` 1 for all; `rule1` by the thresholds of
 * equation 1 (their table 3; a share on a threshold goes to the greater classes); `inverse` n / (classes · n_class),
 * equation 2 (their table 5); or given by label.
 *
 * @param counts training rows of each class, in the order of `labels`
 * @returns undefined for `none`, else a weight a class in the order of `labels`
 * @throws EmostreamError `class_without_rows`, `bad_weights`
 */
export function classWeights(
  weighting: Weighting,
  labels: readonly string[],
  counts: readonly number[],
): number[] | undefined {
  if (weighting === 'none') return undefined;
  if (typeof weighting === 'object') return givenWeights(weighting, labels);
  const empty = labels.filter((_, index) => counts[index] === 0);
  if (empty.length > 0) {
    throw new EmostreamError(`no training row has the label ${empty.join(', ')}: it has no weight`, {
      code: 'class_without_rows',
      fault: 'input',
      hint: 'add rows of it, leave the label out, or give the weights by number',
    });
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) =>
    weighting === 'inverse' ? total / (labels.length * count) : rule1((100 * count) / total),
  );
}

function rule1(percent: number): number {
  return rule1Steps.find(({ below }) => percent < below)?.weight ?? 1;
}

function givenWeights(weights: Readonly<Record<string, number>>, labels: readonly string[]): number[] {
  const bad = (message: string) =>
    new EmostreamError(message, {
      code: 'bad_weights',
      fault: 'configuration',
      hint: `give a number above 0 for each of ${labels.join(', ')}`,
    });
  const stranger = Object.keys(weights).find((label) => !labels.includes(label));
  if (stranger !== undefined)
    throw bad(`the weights name "${stranger}", which is no label of the training rows`);
  return labels.map((label) => {
    const weight = weights[label];
    if (weight === undefined) throw bad(`the weights name no "${label}"`);
    if (!(weight > 0 && Number.isFinite(weight))) throw bad(`the weight of ${label} is ${weight}`);
    return weight;
  });
}
