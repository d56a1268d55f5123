import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentHtml } from '../../../src/evaluation/render/documentHtml';
import { reportDocument } from '../../../src/evaluation/render/reportDocument';
import { sampleReport } from '../sampleReport';

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (program) => spawnSync(program, ['--version']).status === 0,
);

(chromium === undefined ? describe.skip : describe)('the page in Chromium (needs one installed)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emostream-page-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('opens without a network, and complains of nothing', () => {
    const page = join(folder, 'report.html');
    const document = reportDocument({ title: 'Report', name: 'run', facts: [], report: sampleReport });
    writeFileSync(page, documentHtml(document));
    const { stdout, stderr } = spawnSync(
      chromium!,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        `--user-data-dir=${join(folder, 'profile')}`,
        '--host-resolver-rules=MAP * ~NOTFOUND',
        '--enable-logging=stderr',
        '--dump-dom',
        `file://${page}`,
      ],
      { encoding: 'utf8', timeout: 60_000 },
    );
    expect(stdout).toContain('<h1>Report</h1>');
    expect(stdout.match(/<svg /g)).toHaveLength(2);
    // A blocked or broken part of a page is a line of its console.
    expect(stderr).not.toContain('CONSOLE');
  }, 90_000);
});
