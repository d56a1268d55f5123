import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhole } from '../../src/common/buildWhole';

let place: string;
let folder: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'build-'));
  folder = join(place, 'engine');
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(place, { recursive: true });
});

const put = (content: string) => (building: string) => {
  writeFileSync(join(building, 'file'), content);
  return Promise.resolve(content);
};
const content = () => readFileSync(join(folder, 'file'), 'utf8');

/** Another process puts its folder in the place right before this one's renaming. */
function otherComesFirst(times: number): void {
  const real = fs.renameSync;
  let left = times;
  jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    if (to === folder && left-- > 0 && !existsSync(folder)) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'file'), 'other');
    }
    real(from, to);
  });
}

describe('buildWhole', () => {
  it('makes the folder and replaces one that was there', async () => {
    expect(await buildWhole(folder, 'replace', put('first'))).toBe('first');
    expect(content()).toBe('first');
    await buildWhole(folder, 'replace', put('second'));
    expect(content()).toBe('second');
    expect(readdirSync(place)).toEqual(['engine']);
  });

  it('succeeds where another process was first, and keeps or replaces its folder', async () => {
    otherComesFirst(1);
    await buildWhole(folder, 'keep', put('own'));
    expect(content()).toBe('other');
    rmSync(folder, { recursive: true });
    jest.restoreAllMocks();

    otherComesFirst(3);
    await buildWhole(folder, 'replace', put('own'));
    expect(content()).toBe('own');
    expect(readdirSync(place)).toEqual(['engine']);
  });

  it('leaves the former folder and nothing half-built where the building fails', async () => {
    await buildWhole(folder, 'replace', put('first'));
    const fails = buildWhole(folder, 'replace', (building) => {
      writeFileSync(join(building, 'file'), 'half');
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
        code: 'ENOSPC',
        syscall: 'write',
      });
    });
    await expect(fails).rejects.toMatchObject({ code: 'system_error', fault: 'environment' });
    expect(content()).toBe('first');
    expect(readdirSync(place)).toEqual(['engine']);
  });

  it('removes what a killed process left an hour ago, but not what is being built', async () => {
    const [stale, fresh, unrelated] = ['engine.building-1', 'engine.building-2', 'engineer'].map((name) => {
      const path = join(place, name);
      mkdirSync(path);
      writeFileSync(join(path, 'file'), '');
      return path;
    });
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    for (const path of [stale!, unrelated!]) {
      utimesSync(join(path, 'file'), longAgo, longAgo);
      utimesSync(path, longAgo, longAgo);
    }
    utimesSync(fresh!, longAgo, longAgo);
    await buildWhole(folder, 'replace', put('own'));
    expect(readdirSync(place).sort()).toEqual(['engine', 'engine.building-2', 'engineer']);
  });

  it('tells a place that cannot be written', async () => {
    await expect(buildWhole('/dev/null/x/engine', 'replace', put('own'))).rejects.toMatchObject({
      code: 'system_error',
      message: expect.stringContaining('cannot write /dev/null/x/engine') as string,
    });
  });
});
