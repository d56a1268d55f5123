import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../src/common/writeWhole';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'whole-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('writeWhole', () => {
  it('writes a text, or bytes piece by piece', () => {
    const path = join(folder, 'file');
    writeWhole(path, 'año');
    expect(readFileSync(path, 'utf8')).toBe('año');
    writeWhole(path, (write) => {
      write(Uint8Array.of(97, 98));
      write(Uint8Array.of(99));
    });
    expect(readFileSync(path, 'utf8')).toBe('abc');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('leaves the file as it was and nothing half-written when the content cannot be made', () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'before');
    const broken = () =>
      writeWhole(path, (write) => {
        write(Uint8Array.of(97));
        throw new RangeError('no more');
      });
    expect(broken).toThrow(RangeError);
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('blames a full disk on the environment', () => {
    const path = join(folder, 'file');
    // What is written to /dev/full finds no space.
    symlinkSync('/dev/full', `${path}.partial`);
    let error: unknown;
    try {
      writeWhole(path, 'content');
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code: 'system_error', fault: 'environment' });
    expect(String(error)).toContain(`cannot write ${path}`);
    expect(readdirSync(folder)).toEqual([]);
  });
});
