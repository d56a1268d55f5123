import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonLines, killClis, runCli } from '../../support/cli';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'evaluate-'))));
afterEach(() => {
  killClis();
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('emostream evaluate', () => {
  const data = () =>
    file(
      'rows.csv',
      'id,video,text,label\n1,v,¡Hemos ganado!,happiness\n2,v,Qué asco.,disgust\n3,v,Se abre el pleno.,boredom\n',
    );

  it('refuses gold labels that the model does not have', async () => {
    const { code, stdout, stderr } = await runCli(['evaluate', data()]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('cannot give: boredom, happiness (2 of 3 rows)');
    expect(stderr).toContain(
      'The file has disgust, boredom, happiness; the model has neutral, disgust, anger',
    );
    expect(stderr).toContain('--label-map FILE');
  });

  it("scores them by a label map, without the paper's figures for other rows", async () => {
    const map = file('map.json', '{"happiness": "joy", "boredom": null}');
    const args = ['evaluate', data(), '--label-map', map];
    const { code, stdout, stderr } = await runCli([...args, '--json']);
    expect(code).toBe(0);
    expect(stderr).toContain('the label map leaves out 1 of 3 rows (boredom 1)');
    const perClass = { joy: { support: 1 }, disgust: { support: 1 } };
    expect(jsonLines(stdout)[0]).toMatchObject({ n: 2, perClass });
    const readable = await runCli(args);
    expect(readable.stdout).toContain('macro F1');
    expect(readable.stdout).not.toContain('paper');
  });
});
