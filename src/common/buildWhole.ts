import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemError } from './systemError';

/** A folder that is being built changes all the time; one without changes for so long is from a killed process. */
const leftoverMs = 60 * 60 * 1000;

/**
 * Builds a folder under a temporary name and renames it, so that it is either complete or not there. Several processes
 * may build the same folder at the same time: all succeed. Folders of killed processes are removed after an hour.
 *
 * @param build fills the given empty folder
 * @param existing what to do with a folder that exists at the end: `keep` it where all processes build the same
 * @throws EmostreamError `system_error` when the disk is full or the folder cannot be written, and the errors of
 *   `build`; then the new folder is removed
 */
export async function buildWhole<T>(
  folder: string,
  existing: 'keep' | 'replace',
  build: (building: string) => Promise<T>,
): Promise<T> {
  const building = `${folder}.building-${randomUUID()}`;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    removeLeftovers(folder);
    mkdirSync(building);
    const result = await build(building);
    publish(building, folder, existing);
    return result;
  } catch (error) {
    throw systemError(error, `cannot write ${folder}`);
  } finally {
    remove(building);
  }
}

/** Other processes may rename their folder at any time, also between two calls here. */
const attempts = 20;

function publish(building: string, folder: string, existing: 'keep' | 'replace'): void {
  for (let attempt = 1; ; attempt++) {
    try {
      renameSync(building, folder);
      return;
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error)) || attempt === attempts) throw error;
    }
    if (existing === 'keep') return;
    const old = `${folder}.old-${randomUUID()}`;
    try {
      renameSync(folder, old);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
    remove(old);
  }
}

function removeLeftovers(folder: string): void {
  const name = basename(folder);
  for (const entry of readdirSync(dirname(folder))) {
    if (!entry.startsWith(`${name}.building-`) && !entry.startsWith(`${name}.old-`)) continue;
    const path = join(dirname(folder), entry);
    if (Date.now() - lastChange(path) > leftoverMs) remove(path);
  }
}

/** When the folder or a file in it was last written, Unix milliseconds; the current time where it does not exist. */
function lastChange(folder: string): number {
  try {
    const paths = [folder, ...readdirSync(folder).map((file) => join(folder, file))];
    return Math.max(...paths.map((path) => statSync(path).mtimeMs));
  } catch {
    return Date.now();
  }
}

/** A folder that cannot be removed now is left for later; it does no harm. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // `force` ignores a missing folder only.
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
