import { copyFileSync, cpSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { carriedFolder } from '../../src/common/carriedPackage';
import { packageRoot } from '../../src/common/packageRoot';

/**
 * What ONNX Runtime needs on each system, 176 of the 288 MB of its npm package. Left out are the second copy of the
 * library for macOS, and on Windows DirectML and the compilers of WebGPU, which load on first use and are unused here.
 */
const libraries: Readonly<Record<string, string>> = {
  'linux/x64': 'libonnxruntime.so.1',
  'linux/arm64': 'libonnxruntime.so.1',
  'darwin/arm64': 'libonnxruntime.1.dylib',
  'win32/x64': 'onnxruntime.dll',
  'win32/arm64': 'onnxruntime.dll',
};

/**
 * Puts copies of two packages into our own, where `loadCarried` finds them: ONNX Runtime, and transformers.js, which
 * depends on it. As a dependency ONNX Runtime would run its install script on every user's machine: that downloads
 * CUDA's libraries from a host that is not a registry, and fails the whole install where the host cannot be reached.
 *
 * @param systems that ONNX Runtime is to serve, such as `linux/x64`; all of them by default
 */
export function carryPackages(systems?: readonly string[]): void {
  carryOnnxRuntime(carriedFolder('onnxruntime-node'), systems);
  carryTransformers(carriedFolder('@huggingface/transformers'));
}

/** Of transformers.js the build for Node alone, 1.5 of 12 MB, as patched: without ONNX Runtime (patches/README.md). */
export function carryTransformers(target: string): void {
  copyOf('@huggingface/transformers', target, ['package.json', 'LICENSE', 'dist/transformers.node.cjs']);
}

/**
 * Files are hard links where possible.
 *
 * @param target a folder that is made anew
 */
export function carryOnnxRuntime(target: string, systems: readonly string[] = Object.keys(libraries)): void {
  const source = copyOf('onnxruntime-node', target, ['package.json', 'README.md', 'dist', 'lib']);
  copyFileSync(join(packageRoot, 'deploy', 'package', 'onnxruntime-LICENSE'), join(target, 'LICENSE'));
  for (const system of systems) {
    const library = libraries[system];
    if (library === undefined) throw new Error(`ONNX Runtime has no library for ${system}`);
    for (const file of [library, 'onnxruntime_binding.node']) {
      const path = join('bin', 'napi-v6', system, file);
      mkdirSync(dirname(join(target, path)), { recursive: true });
      linkOrCopy(join(source, path), join(target, path));
    }
  }
}

/** Makes a folder anew from files and folders of an installed package; returns the folder of the latter. */
function copyOf(name: string, target: string, paths: readonly string[]): string {
  const source = join(packageRoot, 'node_modules', name);
  rmSync(target, { recursive: true, force: true });
  for (const path of paths) cpSync(join(source, path), join(target, path), { recursive: true });
  return source;
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/**
 * Removes what `tsc` compiled from sources that are gone, which it never does itself: all of dist/src is published.
 *
 * @returns the paths removed, within the compiled folder
 */
export function removeStale(sources: string, compiled: string): string[] {
  const output = /\.(d\.ts|js|js\.map)$/;
  return readdirSync(compiled, { recursive: true, encoding: 'utf8' })
    .filter((path) => output.test(path) && !existsSync(join(sources, path.replace(output, '.ts'))))
    .map((path) => {
      rmSync(join(compiled, path));
      return path;
    });
}

/** Before `npm pack`; for an image, with the one system that it is for. */
if (require.main === module) {
  const systems = process.argv.slice(2);
  removeStale(join(packageRoot, 'src'), join(packageRoot, 'dist', 'src'));
  carryPackages(systems.length > 0 ? systems : undefined);
}
