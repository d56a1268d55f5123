import { readFile } from 'node:fs/promises';
import { EmostreamError, messageOf } from '../../common/errors';
import { inLabelOrder } from '../../common/labelOrder';
import { whyUnreadable } from '../../common/whyUnreadable';

/** Label in the data to label of the model; null for rows to leave out. */
export type LabelMap = ReadonlyMap<string, string | null>;

/**
 * Reads a label map: a JSON object of strings and nulls, such as {"happiness": "joy", "surprise": null}.
 *
 * @throws EmostreamError `file_unreadable`, `bad_label_map`
 */
export async function readLabelMap(path: string): Promise<LabelMap> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new EmostreamError(`cannot read the label map ${path}: ${whyUnreadable(error)}`, {
      code: 'file_unreadable',
      fault: 'input',
      hint: 'give the path of a JSON file',
      cause: error,
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw badMap(path, messageOf(error));
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw badMap(path, 'it is no object');
  const entries = Object.entries(json as Record<string, unknown>);
  return new Map(
    entries.map(([from, to]) => {
      if (to === null) return [from.trim(), null];
      if (typeof to === 'string' && to.trim() !== '') return [from.trim(), to.trim()];
      throw badMap(path, `"${from}" is mapped to ${JSON.stringify(to)}`);
    }),
  );
}

function badMap(path: string, why: string): EmostreamError {
  return new EmostreamError(`${path} is no label map: ${why}`, {
    code: 'bad_label_map',
    fault: 'input',
    hint: 'write a JSON object of labels in the data to labels of the model, null for rows to leave out',
  });
}

/**
 * Refuses rows whose gold labels a model cannot give: each of them would count as an error, and say nothing.
 *
 * @param known labels of the model
 * @param names for the message
 * @throws EmostreamError `gold_labels_unknown` naming both label sets
 */
export function checkGoldLabels(
  rows: readonly { label: string }[],
  known: readonly string[],
  names: { file: string; model: string },
): void {
  const found = inLabelOrder(rows.map(({ label }) => label));
  const unknown = found.filter((label) => !known.includes(label));
  if (unknown.length === 0) return;
  const count = rows.filter(({ label }) => unknown.includes(label)).length;
  const like = (label: string) => known.find((other) => other.toLowerCase() === label.toLowerCase()) ?? null;
  const map = Object.fromEntries(unknown.map((label) => [label, like(label) ?? 'LABEL']));
  throw new EmostreamError(
    `${names.file} has gold labels that the model ${names.model} cannot give: ${unknown.join(', ')} ` +
      `(${count} of ${rows.length} rows). The file has ${found.join(', ')}; the model has ${known.join(', ')}`,
    {
      code: 'gold_labels_unknown',
      fault: 'input',
      hint:
        `map them with --label-map FILE, a JSON object such as ${JSON.stringify(map)}, ` +
        'each to a label of the model, or to null to leave its rows out',
    },
  );
}
