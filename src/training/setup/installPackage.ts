import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensorflowHome, tensorflowPackages, type TensorflowKind } from '../backend/TensorflowKind';
import { runProgram } from './runProgram';

/** The version of tfjs-node and tfjs-node-gpu; tfjs-core's types in package.json are of the same one. */
export const packageVersion = '4.22.0';

/**
 * Installs the npm package into its own folder in the cache, without its install script: that one downloads
 * TensorFlow 2.9 from a host that is not a registry.
 *
 * @returns the package's folder
 */
export async function installPackage(kind: TensorflowKind): Promise<string> {
  const home = tensorflowHome(kind);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true }));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel', 'error'];
  const wanted = `${tensorflowPackages[kind]}@${packageVersion}`;
  await runProgram(
    'npm',
    ['install', '--prefix', home, ...flags, wanted],
    'npm must reach its registry; behind a proxy set `npm config set proxy`',
    { cwd: home },
  );
  return join(home, 'node_modules', tensorflowPackages[kind]);
}
