import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpToken } from '../../src/app/httpToken';

const folder = mkdtempSync(join(tmpdir(), 'emostream-token-'));

function tokenFile(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const resolve = (httpTokenValue?: string, httpTokenFile?: string): string | undefined =>
  httpToken({ httpToken: httpTokenValue, httpTokenFile });

it('takes the variable, or the file without its line end, or none', () => {
  expect(resolve('abc')).toBe('abc');
  expect(resolve(undefined, tokenFile('token', 'from-file\n'))).toBe('from-file');
  expect(resolve()).toBeUndefined();
});

it.each([
  ['both', 'abc', '/any', /both set/],
  ['an empty file, which would open the server', undefined, tokenFile('empty', '\n'), /is empty/],
  [
    'a file that is not there',
    undefined,
    join(folder, 'absent'),
    /absent, the file of the HTTP token, cannot be read: there is no such file/,
  ],
])('refuses %s', (_, token, file, message) => {
  expect(() => resolve(token, file)).toThrow(message);
});
