import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runNpm } from './runNpm';
import { withoutNative } from './withoutNative';

/**
 * Compiles tfjs-node's addon (two C++ files) against the linked library, with the node-gyp that npm brings.
 *
 * @throws EmostreamError `tensorflow_setup_failed` with the end of the compiler's output
 */
export async function buildAddon(packageFolder: string): Promise<void> {
  await runNpm(
    ['run', 'build-addon-from-source', '--loglevel', 'error'],
    `a C++ compiler, make and Python 3 must be installed (Debian: \`apt-get install build-essential python3\`); ${withoutNative}`,
    { cwd: packageFolder, env: { ...process.env, ...nodeHeaders() } },
  );
}

/** node-gyp downloads Node's headers unless it is told where they lie: beside the Node that runs, mostly. */
function nodeHeaders(): NodeJS.ProcessEnv {
  const prefix = dirname(dirname(process.execPath));
  const known = process.env['npm_config_nodedir'] !== undefined;
  const there = existsSync(join(prefix, 'include', 'node', 'node_api.h'));
  return known || !there ? {} : { npm_config_nodedir: prefix };
}
