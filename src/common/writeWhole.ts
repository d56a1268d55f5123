import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { systemError } from './systemError';

/**
 * Writes a file so that after a kill or a power failure it has either its old or its new content: writes a temporary
 * file, flushes it to the disk and renames it. If that fails, the temporary file is removed.
 *
 * @param content a text, or a function that writes bytes piece by piece
 * @throws EmostreamError `system_error` when the disk is full or the place cannot be written
 */
export function writeWhole(
  path: string,
  content: string | ((write: (bytes: Uint8Array) => void) => void),
): void {
  const partial = `${path}.partial`;
  try {
    const file = openSync(partial, 'w');
    try {
      const write = (bytes: Uint8Array) => {
        writeAll(file, bytes);
      };
      if (typeof content === 'string') write(Buffer.from(content));
      else content(write);
      // Without it, the file may be empty after a power failure.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw systemError(error, `cannot write ${path}`);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}
