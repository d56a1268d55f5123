import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { EmostreamError } from '../../common/errors';
import { whyUnreadable } from '../../common/whyUnreadable';

/** The name under which standard input stands on a command line. */
export const stdinName = '-';

/**
 * The bytes of a file, or of standard input for `-`.
 *
 * @param signal ends the wait for standard input
 * @throws EmostreamError `unreadable_file` naming the path; the signal's reason when it aborts
 */
export async function readInput(path: string, stdin: Readable, signal: AbortSignal): Promise<Buffer> {
  if (path === stdinName) return readAll(stdin, signal);
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readAll(stdin: Readable, signal: AbortSignal): Promise<Buffer> {
  const close = (): void => void stdin.destroy();
  signal.addEventListener('abort', close, { once: true });
  try {
    signal.throwIfAborted();
    return await buffer(stdin);
  } catch (error) {
    // A stream that is closed while it is read calls that an error.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
  }
}

/** A file that cannot be read, in the user's words. */
export function unreadable(path: string, cause: unknown): EmostreamError {
  return new EmostreamError(`${path}: ${whyUnreadable(cause)}`, {
    code: 'unreadable_file',
    fault: 'input',
    cause,
  });
}
