import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readUnlabelled } from '../../../src/app/input/readUnlabelled';

describe('the texts of a folder', () => {
  it('are read past a transcript in which there is none, which is told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'unlabelled-'));
    writeFileSync(join(folder, 'a.vtt'), 'WEBVTT\n');
    writeFileSync(join(folder, 'b.txt'), 'buenas noches\n');
    const told: string[] = [];
    const texts = await readUnlabelled(folder, (file, [warning]) =>
      told.push(`${file}: ${warning?.message ?? ''}`),
    );
    expect(texts).toEqual(['buenas noches']);
    expect(told).toEqual([`${join(folder, 'a.vtt')}: the file has no cues`]);
  });
});
