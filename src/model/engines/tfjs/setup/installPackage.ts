import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  operationsPackage,
  tensorflowHome,
  tensorflowPackages,
  type TensorflowKind,
} from '../tensorflow/TensorflowKind';
import { runNpm } from './runNpm';

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
