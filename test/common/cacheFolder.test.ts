import os, { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../src/common/cacheFolder';

const { env } = process;
function set(own: string | undefined, xdg: string | undefined): void {
  const { HOME } = env;
  process.env = {
    ...(HOME !== undefined && { HOME }),
    ...(own !== undefined && { EMOSTREAM_CACHE: own }),
    ...(xdg !== undefined && { XDG_CACHE_HOME: xdg }),
  };
}
afterEach(() => {
  process.env = env;
  jest.restoreAllMocks();
});

const ofHome = join(homedir(), '.cache', 'emostream', 'engines');

describe('cacheFolder', () => {
  it.each([
    ['/own', '/xdg', '/own/engines'],
    ['own', '/xdg', join(process.cwd(), 'own', 'engines')],
    [undefined, '/xdg', '/xdg/emostream/engines'],
    ['', '/xdg', '/xdg/emostream/engines'],
    [undefined, undefined, ofHome],
    ['', '', ofHome],
    [undefined, 'relative', ofHome],
  ])('EMOSTREAM_CACHE %j, XDG_CACHE_HOME %j: %s', (own, xdg, folder) => {
    set(own, xdg);
    expect(cacheFolder('engines')).toBe(folder);
  });

  it('asks for a folder where the user has no home', () => {
    set(undefined, undefined);
    jest.spyOn(os, 'homedir').mockImplementation(() => {
      throw new Error('uv_os_homedir returned ENOENT');
    });
    expect(() => cacheFolder()).toThrow(
      expect.objectContaining({
        code: 'no_home',
        fault: 'environment',
        hint: expect.stringContaining('EMOSTREAM_CACHE') as string,
      }) as Error,
    );
  });
});
