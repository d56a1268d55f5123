import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { tensorflowHome, type NativeKind } from '../tensorflow/TensorflowKind';
import { runProgram, setupError, withoutNative } from './runProgram';

/** TensorFlow's wheels on PyPI carry the C library that the addon links to. */
export const libraryVersion = '2.21.0';

const capi = 'libtensorflow_cc.so.2';
const framework = 'libtensorflow_framework.so.2';
/** What the addon needs of the wheel's 1.3 GB: the C library and its headers. */
const neededOfWheel = ['include', capi, framework];

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
