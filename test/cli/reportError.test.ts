import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { reportError } from '../../src/cli/reportError';
import { EmostreamError } from '../../src/common/errors';

/** What `act` throws. */
function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const bug = /this is a bug in emostream, please report it/;

describe('reportError', () => {
  it('tells an error of ours in one line, with the exit code of who is at fault', () => {
    const options = { code: 'x', fault: 'configuration', hint: 'do this.' } as const;
    expect(reportError(new EmostreamError('no\n such', options), 'run')).toEqual({
      line: 'emostream run: no such (do this)',
      exitCode: 2,
    });
    expect(
      reportError(new EmostreamError('gone', { ...options, fault: 'environment' }), 'run').exitCode,
    ).toBe(1);
    expect(reportError(new CommanderError(1, 'c', 'error: unknown option'), 'run').exitCode).toBe(2);
  });

  it('does not call a bug what the operating system refuses', () => {
    const { line, exitCode } = reportError(
      thrownBy(() => readFileSync('/dev/null/file')),
      'tag',
    );
    expect(line).toMatch(/^emostream tag: ENOTDIR: .*\/dev\/null\/file/);
    expect(line).not.toMatch(bug);
    expect(exitCode).toBe(1);
  });

  it('nor where it is the cause of another error', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    const { line, exitCode } = reportError(new Error('cannot save', { cause: full }), 'train');
    expect(line).toBe(
      'emostream train: cannot save: ENOSPC: no space left on device, write (free some space on that disk)',
    );
    expect(exitCode).toBe(1);
  });

  it('calls our own mistakes bugs, with the stack', () => {
    const mistakes = [
      new TypeError('x is not a function'),
      Object.assign(new RangeError('out of range'), { code: 'ERR_OUT_OF_RANGE' }),
      Object.assign(new Error('EBADF: bad file descriptor, write'), { code: 'EBADF', syscall: 'write' }),
      new EmostreamError('never', { code: 'x', fault: 'bug' }),
    ];
    for (const mistake of mistakes) {
      const { line, exitCode } = reportError(mistake, 'run');
      expect(line).toMatch(bug);
      expect(line).toMatch(/reportError\.test/);
      expect(exitCode).toBe(70);
    }
  });
});
