/** Training rows of each class, in the order of the labels. */
export function classCounts(labels: readonly string[], rows: readonly { label: string }[]): number[] {
  return labels.map((label) => rows.filter((row) => row.label === label).length);
}
