import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The rows of a reference model's logits.json whose token ids it holds; 40 of them are enough. */
export function referenceRows(folder: string): { ids: Int32Array; logits: number[] }[] {
  const { rows } = JSON.parse(readFileSync(join(folder, 'logits.json'), 'utf8')) as {
    rows: { logits: number[]; ids?: number[]; input_ids?: number[] }[];
  };
  return rows.slice(0, 40).map((row) => {
    return { ids: Int32Array.from(row.ids ?? row.input_ids ?? []), logits: row.logits };
  });
}

/** Of all numbers of all rows. */
export function greatestError(
  found: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
): number {
  expect(found).toHaveLength(expected.length);
  const errors = expected.flatMap((row, index) =>
    Array.from(row, (number, column) => Math.abs(number - (found[index]?.[column] ?? NaN))),
  );
  return Math.max(...errors);
}
