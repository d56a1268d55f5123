import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmostreamError } from '../../../src/common/errors';
import { checkGoldLabels, readLabelMap } from '../../../src/evaluation/data/labelMap';
import { readLabelled } from '../../../src/evaluation/data/readLabelled';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'label-map-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a label map', () => {
  const data = () =>
    file('rows.csv', 'text,video,label\na,v,happiness\nb,v,surprise\nc,v,anger\nd,v,\ne,v,surprise\n');

  it('renames labels, leaves rows out and says how many', async () => {
    const map = file('map.json', '{"happiness": "joy", "surprise": null, "": null, "boredom": "neutral"}');
    const { rows, labels, warnings } = await readLabelled(data(), { labelMap: await readLabelMap(map) });
    expect(rows.map(({ id, label }) => [id, label])).toEqual([
      ['line-2', 'joy'],
      ['line-4', 'anger'],
    ]);
    expect(labels).toEqual(['anger', 'joy']);
    expect(warnings).toEqual([
      expect.stringMatching(/rows\.csv: the label map leaves out 3 of 5 rows \(surprise 2, none 1\)$/),
      expect.stringMatching(/rows\.csv: no row has the label boredom of the label map$/),
    ]);
  });

  it('must leave rows', async () => {
    const labelMap = new Map(['happiness', 'surprise', 'anger', ''].map((label) => [label, null]));
    const read = readLabelled(data(), { labelMap });
    await expect(read).rejects.toThrow(/has no rows left: the label map leaves out all 5/);
  });

  it.each([
    ['[1]', /map\.json is no label map: it is no object/],
    ['{"a": 1}', /"a" is mapped to 1/],
    ['{"a"', /is no label map/],
  ])('is refused when it is %s', async (content, message) => {
    await expect(readLabelMap(file('map.json', content))).rejects.toThrow(message);
  });

  it('is missed', async () => {
    const error = readLabelMap(join(folder, 'none.json'));
    const message = expect.stringMatching(/none\.json: there is no such file$/) as string;
    await expect(error).rejects.toMatchObject({ code: 'file_unreadable', fault: 'input', message });
  });
});

describe('gold labels', () => {
  const names = { file: 'rows.csv', model: 'small' };
  const rows = ['Joy', 'boredom', 'anger'].map((label) => ({ label }));

  it('are accepted where the model has them all', () => {
    expect(() => checkGoldLabels(rows.slice(2), ['anger', 'joy'], names)).not.toThrow();
  });

  it('that the model does not have are refused, with both label sets and a map to start from', () => {
    let error: Partial<EmostreamError> = {};
    try {
      checkGoldLabels(rows, ['anger', 'joy'], names);
    } catch (caught) {
      error = caught as EmostreamError;
    }
    expect(error).toMatchObject({ code: 'gold_labels_unknown', fault: 'input' });
    expect(error.message).toBe(
      'rows.csv has gold labels that the model small cannot give: Joy, boredom (2 of 3 rows). ' +
        'The file has anger, Joy, boredom; the model has anger, joy',
    );
    expect(error.hint).toContain('--label-map FILE, a JSON object such as {"Joy":"joy","boredom":"LABEL"}');
    expect(error.hint).toContain('each to a label of the model, or to null to leave its rows out');
  });
});
