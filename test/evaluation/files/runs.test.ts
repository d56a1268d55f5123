import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparisonSection, paperRuns } from '../../../src/evaluation';
import { readRun } from '../../../src/evaluation/files/readRun';
import { svgToPng } from '../../../src/evaluation/files/svgToPng';
import { writeDocument, writeRun } from '../../../src/evaluation/files/writeRun';
import { reportDocument } from '../../../src/evaluation/render/reportDocument';
import { samplePredictions, sampleReport } from '../sampleReport';

const folder = mkdtempSync(join(tmpdir(), 'emostream-runs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const document = reportDocument({ title: 'Run', name: 'run', facts: [], report: sampleReport });

it('writes a run that reads back as it was', async () => {
  const path = join(folder, 'deep', 'first');
  const written = await writeRun(path, { report: sampleReport, predictions: samplePredictions, document });
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
    expect(await readRun(given)).toEqual({
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
  expect(await readRun(path)).toEqual({ name: 'printed', report: sampleReport, predictions: null });
});

it('writes a comparison', async () => {
  const path = join(folder, 'comparison');
  const written = await writeDocument(path, {
    title: 'Runs',
    facts: [],
    sections: [comparisonSection(paperRuns)],
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
    expect(readRun(join(folder, 'none'))).rejects.toMatchObject({
      code: 'run_unreadable',
      message: expect.stringContaining('none') as string,
    }));

  it('a folder without a report', async () => {
    mkdirSync(join(folder, 'empty'));
    await expect(readRun(join(folder, 'empty'))).rejects.toMatchObject({
      message: expect.stringContaining(join('empty', 'report.json')) as string,
    });
  });

  it.each(['{', '[]', '{"n": 3}', JSON.stringify({ ...sampleReport, macro: {} })])(
    'no report: %s',
    async (text) => {
      const path = join(folder, 'bad.json');
      writeFileSync(path, text);
      await expect(readRun(path)).rejects.toMatchObject({ code: 'run_unreadable' });
    },
  );

  it('a broken line of predictions', async () => {
    const path = join(folder, 'broken');
    mkdirSync(path);
    writeFileSync(join(path, 'report.json'), JSON.stringify(sampleReport));
    writeFileSync(join(path, 'predictions.jsonl'), JSON.stringify(samplePredictions[0]) + '\n{"id":"x"}\n');
    await expect(readRun(path)).rejects.toThrow(/predictions\.jsonl, line 2: it is no prediction/);
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
