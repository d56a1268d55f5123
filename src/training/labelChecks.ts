import { count } from '../common/count';
import { EmostreamError } from '../common/errors';
import { inLabelOrder } from '../common/labelOrder';

/**
 * Refuses labels that cannot be meant as they are.
 *
 * @param rows that are trained on
 * @throws EmostreamError `one_label` when there is no second class, `labels_alike` when two labels differ by upper and
 *   lower case or white space alone
 */
export function checkLabels(rows: readonly { label: string }[]): void {
  const labels = inLabelOrder(rows.map(({ label }) => label));
  const [only] = labels;
  if (only === undefined) {
    throw new EmostreamError('there is no training row', {
      code: 'one_label',
      fault: 'input',
      hint: 'give rows of two labels or more',
    });
  }
  if (labels.length === 1) {
    throw new EmostreamError(`all training rows (${rows.length}) have one label, "${only}"`, {
      code: 'one_label',
      fault: 'input',
      hint: 'a classifier learns from rows of two labels or more; is it the right column? (--columns label=COLUMN)',
    });
  }
  const spellings = new Map<string, string[]>();
  for (const label of labels) {
    const key = plain(label);
    spellings.set(key, [...(spellings.get(key) ?? []), label]);
  }
  const alike = [...spellings.values()].find((of) => of.length > 1);
  if (alike === undefined) return;
  const counted = alike.map((label) => `"${label}" (${count(countOf(label, rows), 'row')})`).join(' and ');
  const [kept = '', other = ''] = alike;
  throw new EmostreamError(`the labels ${counted} differ by case or white space alone`, {
    code: 'labels_alike',
    fault: 'input',
    hint: `make them one with --label-map, a JSON file such as ${JSON.stringify({ [other]: kept })}`,
  });
}

/**
 * What a user should know of the labels before hours of training.
 *
 * @param rows that are trained on and that validate
 * @param counts rows that are trained on, in the order of the labels
 */
export function labelNotes(
  rows: readonly { label: string }[],
  labels: readonly string[],
  counts: readonly number[],
): string[] {
  return labels.flatMap((label, index) => {
    if (countOf(label, rows) === 1) return [`"${label}" has one row only: it will hardly be learned`];
    return counts[index] === 0 ? [`no row of ${label} is left to train on: all of them validate`] : [];
  });
}

/**
 * How the head of a base, which is replaced, differs from the labels wanted.
 *
 * @param own labels of the base's head
 */
export function headNote(own: readonly string[], wanted: readonly string[]): string {
  const theirs = own.length > 0 ? own.join(', ') : 'unnamed';
  const lacking = own.filter((label) => !wanted.includes(label));
  const respelled = lacking.filter((label) => wanted.some((other) => plain(other) === plain(label)));
  if (own.length === lacking.length && respelled.length === 0) {
    return `the base's head has other labels (${theirs}): it is replaced by a fresh one`;
  }
  const parts = [
    ...(respelled.length > 0 ? [`the training rows spell ${respelled.join(', ')} otherwise`] : []),
    ...lacking
      .filter((label) => !respelled.includes(label))
      .map((label) => `no training row has ${label}, which the new model will not know`),
    ...wanted
      .filter((label) => !own.some((known) => plain(known) === plain(label)))
      .map((label) => `${label} is new`),
  ];
  return `the base's head has other labels (${theirs}) and is replaced by a fresh one: ${parts.join('; ')}`;
}

/** The same for labels that differ by case or white space alone. */
function plain(label: string): string {
  return label.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function countOf(label: string, rows: readonly { label: string }[]): number {
  return rows.filter((row) => row.label === label).length;
}
