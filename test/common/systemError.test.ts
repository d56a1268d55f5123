import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { EmostreamError } from '../../src/common/errors';
import { isFileError, systemError } from '../../src/common/systemError';

const refusal = (code: string, path?: string) => Object.assign(new Error(`${code}: refused`), { code, path });

describe('systemError', () => {
  it('tells what the operating system refuses, with the action and the way out', () => {
    expect(systemError(refusal('ENOSPC'), 'cannot write x')).toMatchObject({
      message: 'cannot write x: ENOSPC: refused',
      code: 'system_error',
      fault: 'environment',
      hint: 'free some space on that disk',
    });
  });

  it('names EMOSTREAM_CACHE where the cache folder cannot be used, or made', () => {
    const before = process.env['EMOSTREAM_CACHE'];
    try {
      for (const cache of ['/dev/null/cache', '/dev/null/a/b']) {
        process.env['EMOSTREAM_CACHE'] = cache;
        let error: unknown;
        try {
          mkdirSync(`${cache}/engines`, { recursive: true });
        } catch (caught) {
          error = systemError(caught);
        }
        expect(error).toMatchObject({ hint: expect.stringContaining('EMOSTREAM_CACHE') as string });
      }
      expect(systemError(refusal('EACCES', '/elsewhere/x'))).not.toMatchObject({
        hint: expect.stringContaining('EMOSTREAM_CACHE') as string,
      });
    } finally {
      if (before === undefined) delete process.env['EMOSTREAM_CACHE'];
      else process.env['EMOSTREAM_CACHE'] = before;
    }
  });

  it('knows errors of the network, which are none of files', async () => {
    const error = await new Promise((resolve) => connect(1, '127.0.0.1').on('error', resolve));
    expect(systemError(error)).toMatchObject({ code: 'system_error', fault: 'environment' });
    expect(isFileError(error)).toBe(false);
    expect(isFileError(new Error('download', { cause: refusal('ENOSPC') }))).toBe(true);
  });

  it('gives back anything else as it is', () => {
    const own = new EmostreamError('x', { code: 'x', fault: 'input', cause: refusal('ENOSPC') });
    const others = [
      own,
      new TypeError('x'),
      Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' }),
      'x',
      null,
    ];
    for (const other of others) expect(systemError(other)).toBe(other);
  });
});
