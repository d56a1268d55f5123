import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparisonSection, paperReports } from '../../../src/evaluation';
import { readReport } from '../../../src/evaluation/files/readReport';
import { svgToPng, writeDocument, writeReport } from '../../../src/evaluation/files/writeReport';
import { reportDocument } from '../../../src/evaluation/render/reportDocument';
import { samplePredictions, sampleReport } from '../sampleReport';

const folder = mkdtempSync(join(tmpdir(), 'emostream-runs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const document = reportDocument({ title: 'Run', name: 'run', facts: [], report: sampleReport });

it('writes a run that reads back as it was', async () => {
  const path = join(folder, 'deep', 'first');
  const written = await writeReport(path, { report: sampleReport, predictions: samplePredictions, document });
  expect(written.every(existsSync)).toBe(true);
  for (const name of [
    'report.md',
    'report.html',
    'confusion.svg',
    'confusion.png',
    'confusion-dark.png',
    'f1.svg',
  ]) {
    expect(written).toContain(join(path, name));
  }
  for (const given of [path, join(path, 'report.json')]) {
    expect(await readReport(given)).toEqual({
      name: 'first',
      report: sampleReport,
      predictions: samplePredictions,
    });
  }
  expect(readFileSync(join(path, 'report.md'), 'utf8')).toContain('![Confusion matrix](confusion.svg)');
});

it('reads what evaluate --json printed, without predictions', async () => {
  const path = join(folder, 'printed.json');
  writeFileSync(path, JSON.stringify(sampleReport));
  expect(await readReport(path)).toEqual({ name: 'printed', report: sampleReport, predictions: null });
});

it('writes a comparison', async () => {
  const path = join(folder, 'comparison');
  const written = await writeDocument(path, {
    title: 'Runs',
    facts: [],
    sections: [comparisonSection(paperReports)],
  });
  expect(written.map((name) => name.slice(path.length + 1))).toEqual([
    'report.md',
    'report.html',
    'f1-runs.svg',
    'f1-runs.png',
    'f1-runs-dark.png',
  ]);
});

describe('what is wrong is named', () => {
  it('a path that is not there', () =>
    expect(readReport(join(folder, 'none'))).rejects.toMatchObject({
      code: 'run_unreadable',
      message: expect.stringContaining('none') as string,
    }));

  it('a folder without a report', async () => {
    mkdirSync(join(folder, 'empty'));
    await expect(readReport(join(folder, 'empty'))).rejects.toMatchObject({
      message: expect.stringContaining(join('empty', 'report.json')) as string,
    });
  });

  it.each(['{', '[]', '{"n": 3}', JSON.stringify({ ...sampleReport, macro: {} })])(
    'no report: %s',
    async (text) => {
      const path = join(folder, 'bad.json');
      writeFileSync(path, text);
      await expect(readReport(path)).rejects.toMatchObject({ code: 'run_unreadable' });
    },
  );

  it('a broken line of predictions', async () => {
    const path = join(folder, 'broken');
    mkdirSync(path);
    writeFileSync(join(path, 'report.json'), JSON.stringify(sampleReport));
    writeFileSync(join(path, 'predictions.jsonl'), JSON.stringify(samplePredictions[0]) + '\n{"id":"x"}\n');
    await expect(readReport(path)).rejects.toThrow(/predictions\.jsonl, line 2: it is no prediction/);
  });

  it('a folder that cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(
      writeDocument(join(folder, 'file', 'x'), { title: '', facts: [], sections: [] }),
    ).rejects.toMatchObject({
      code: 'run_not_written',
    });
  });

  it('an SVG that is none', () => expect(svgToPng('<svg')).rejects.toMatchObject({ code: 'png_failed' }));
});
