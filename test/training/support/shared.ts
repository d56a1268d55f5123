import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/common/packageRoot';

/** The reference data beside the project; a user's clone has none. */
export const sharedFolder = join(packageRoot, '..', 'shared');

/** `describe` where the reference data is, else a skipped one that says why. */
export function describeWithShared(name: string, tests: () => void): void {
  if (existsSync(sharedFolder)) describe(name, tests);
  else describe.skip(`${name} (skipped: there is no ../shared)`, tests);
}
