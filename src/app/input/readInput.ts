import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { EmostreamError } from '../../common/errors';

/** The name under which standard input stands on a command line. */
export const stdinName = '-';

/**
 * The bytes of a file, or of standard input for `-`.
 *
 * @throws EmostreamError `unreadable_file` naming the path
 */
export async function readInput(path: string, stdin: Readable): Promise<Buffer> {
  if (path === stdinName) return buffer(stdin);
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A file that cannot be read, in the user's words. */
export function unreadable(path: string, cause: unknown): EmostreamError {
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder, and a file is needed',
    EACCES: 'it may not be read by this user',
  };
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new EmostreamError(`${path}: ${reasons[code] ?? message}`, {
    code: 'unreadable_file',
    fault: 'input',
    cause,
  });
}
