import { EmostreamError } from '../../common/errors';

/**
 * Labels as their places in the label set.
 *
 * @throws EmostreamError `unknown_label` when one is not in the set
 */
export function labelCodes(values: readonly string[], labels: readonly string[]): Int32Array {
  const places = new Map(labels.map((label, place) => [label, place]));
  return Int32Array.from(values, (value) => {
    const place = places.get(value);
    if (place !== undefined) return place;
    throw new EmostreamError(`"${value}" is none of the labels ${labels.join(', ')}`, {
      code: 'unknown_label',
      fault: 'input',
      hint: 'Score with the labels of the model and of the data together.',
    });
  });
}
