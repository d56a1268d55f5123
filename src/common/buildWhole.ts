import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemError } from './systemError';

/** A folder being built is written to all the time; one left alone for so long belongs to a process that was killed. */
const leftoverMs = 60 * 60 * 1000;

/**
 * Builds a folder beside its place and renames it, so that it is there whole or not at all. Several processes may build
 * the same one at the same time: all succeed. What killed ones left behind is removed after an hour.
 *
 * @param build fills the empty folder that it is given
 * @param existing what becomes of a folder that is there by the end: `keep` it where all builders make the same
 * @throws EmostreamError `system_error` when the disk is full or the place cannot be written, and what `build` throws;
 *   then nothing is left of the new folder
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

/** Others may put their folder in the place at any moment, also between two calls here. */
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

/** When the folder or a file in it was last written, milliseconds; now where it is gone by now. */
function lastChange(folder: string): number {
  try {
    const paths = [folder, ...readdirSync(folder).map((file) => join(folder, file))];
    return Math.max(...paths.map((path) => statSync(path).mtimeMs));
  } catch {
    return Date.now();
  }
}

/** What cannot be removed stays until later: it is in nobody's way. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // `force` forgives a missing folder alone.
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
