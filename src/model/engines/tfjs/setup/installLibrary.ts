import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tensorflowHome, type NativeKind } from '../tensorflow/TensorflowKind';
import { runProgram } from './runProgram';
import { setupError } from './setupError';
import { withoutNative } from './withoutNative';

/** TensorFlow's wheels on PyPI carry the C library that the addon links to. */
export const libraryVersion = '2.21.0';

/** What the addon needs of the wheel's 1.3 GB: the C library and its headers. */
const neededOfWheel = ['include', 'libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/**
 * Unpacks TensorFlow's wheel into the cache. The wheel of one fixed Python version is asked for: its Python part
 * is not used, so any Python that has pip will do.
 *
 * @returns the folder with `include` and the two libraries
 * @throws EmostreamError `tensorflow_setup_failed` on another platform than Linux, or when pip fails
 */
export async function installLibrary(kind: NativeKind): Promise<string> {
  if (process.platform !== 'linux') {
    throw setupError(
      `the native TensorFlow is set up on Linux only, this is ${process.platform}`,
      `install the package with its own script instead: \`npm install @tensorflow/tfjs-node\`; ${withoutNative}`,
    );
  }
  const target = join(tensorflowHome(kind), 'python');
  rmSync(target, { recursive: true, force: true });
  const wheel = kind === 'gpu' ? 'tensorflow[and-cuda]' : 'tensorflow-cpu';
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const platforms = ['manylinux_2_27', 'manylinux_2_28', 'manylinux2014'];
  await runProgram(
    'python3',
    [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', target],
      ...['--only-binary=:all:', '--implementation', 'cp', '--python-version', '3.12'],
      ...platforms.flatMap((platform) => ['--platform', `${platform}_${machine}`]),
      // The GPU wheel's dependencies are CUDA's libraries; the CPU wheel's are Python's alone.
      ...(kind === 'cpu' ? ['--no-deps'] : []),
      `${wheel}==${libraryVersion}`,
    ],
    `Python 3 with pip must be installed and reach PyPI (Debian: \`apt-get install python3-pip\`); ${withoutNative}`,
  );
  const folder = join(target, 'tensorflow');
  for (const name of neededOfWheel) {
    if (!existsSync(join(folder, name))) throw setupError(`the wheel has no ${name}`, 'report this as a bug');
  }
  for (const name of readdirSync(folder)) {
    if (!neededOfWheel.includes(name)) rmSync(join(folder, name), { recursive: true });
  }
  return folder;
}
