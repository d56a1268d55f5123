import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const capi = 'libtensorflow_cc.so.2';
const framework = 'libtensorflow_framework.so.2';

/** Names under which tfjs-node's build and its addon look for the library, and the wheel's file for each. */
const links: Record<string, string> = {
  include: 'include',
  'lib/libtensorflow.so': capi,
  'lib/libtensorflow.so.2': capi,
  // The wheel's libraries know one another by these names.
  [`lib/${capi}`]: capi,
  [`lib/${framework}`]: framework,
  'lib/libtensorflow_framework.so': framework,
};

/**
 * Puts the wheel's headers and libraries where the npm package expects those of its own download.
 *
 * @param packageFolder of tfjs-node or tfjs-node-gpu
 * @param libraryFolder the wheel's `tensorflow` folder
 */
export function linkLibrary(packageFolder: string, libraryFolder: string): void {
  const deps = join(packageFolder, 'deps');
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(join(deps, 'lib'), { recursive: true });
  for (const [name, file] of Object.entries(links)) symlinkSync(join(libraryFolder, file), join(deps, name));
}
