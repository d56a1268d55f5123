import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  operationsPackage,
  tensorflowHome,
  tensorflowPackages,
  type TensorflowKind,
} from '../tensorflow/TensorflowKind';
import { runNpm, withoutNative } from './runProgram';

/** The version of all packages of TensorFlow.js; tfjs-core's types in package.json are of the same one. */
export const packageVersion = '4.22.0';

/**
 * Installs the npm package into its own folder in the cache, without install scripts: that of the native packages
 * downloads TensorFlow 2.9 from a host that is not a registry.
 *
 * @returns the package's folder
 */
export async function installPackage(kind: TensorflowKind): Promise<string> {
  const home = tensorflowHome(kind);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true }));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel', 'error'];
  // The native packages bring it themselves.
  const packages = [tensorflowPackages[kind], ...(kind === 'wasm' ? [operationsPackage] : [])];
  await runNpm(
    ['install', '--prefix', home, ...flags, ...packages.map((name) => `${name}@${packageVersion}`)],
    'npm must reach its registry; behind a proxy set `npm config set proxy`',
    { cwd: home },
  );
  return join(home, 'node_modules', tensorflowPackages[kind]);
}

/**
 * Compiles tfjs-node's addon (two C++ files) against the linked library, with the node-gyp that npm brings.
 *
 * @throws EmostreamError `tensorflow_setup_failed` with the end of the compiler's output
 */
export async function buildAddon(packageFolder: string): Promise<void> {
  await runNpm(
    ['run', 'build-addon-from-source', '--loglevel', 'error'],
    'a C++ compiler, make and Python 3 must be installed (Debian: `apt-get install build-essential python3`); ' +
      withoutNative,
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
