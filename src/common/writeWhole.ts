import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that a kill at any moment leaves it as it was or as it shall be. */
export function writeWhole(path: string, content: string): void {
  writeFileSync(`${path}.partial`, content);
  renameSync(`${path}.partial`, path);
}
