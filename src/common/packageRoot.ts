import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of emostream's package.json, which also has schemas/, models/ and samples/. */
export const packageRoot: string = findUp(__dirname);

function findUp(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`no package.json above ${__dirname}`);
  return findUp(parent);
}
