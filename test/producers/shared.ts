import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageRoot } from '../../src/common/packageRoot';

/** The project's data beside the checkout; a user's clone has none, and its tests are skipped. */
const data = join(packageRoot, '..', 'shared', 'data');

/** `describe`, skipped where the shared data are not there. */
export const describeShared = existsSync(data) ? describe : describe.skip;

export function sharedFile(...parts: string[]): Buffer {
  return readFileSync(join(data, ...parts));
}

/**
 * Paths, relative to a folder of the data, of the files below it with one of the extensions. A stand-in where the
 * data are not there, because `test.each` refuses an empty table even in a skipped `describe`.
 */
export function sharedFiles(folder: string, extensions: readonly string[]): string[] {
  if (!existsSync(data)) return ['(no shared data)'];
  return readdirSync(join(data, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension)))
    .map((entry) => relative(join(data, folder), join(entry.parentPath, entry.name)))
    .sort();
}
