import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { carryOnnxRuntime, carryTransformers, removeStale } from '../../deploy/package/preparePackage';
import { packageRoot } from '../../src/common/packageRoot';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'emostream-prepare-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('ONNX Runtime is carried for every system that its npm package serves', () => {
  const target = join(folder, 'carried');
  carryOnnxRuntime(target);
  const systemsOf = (runtime: string): string[] => {
    const bin = join(runtime, 'bin', 'napi-v6');
    return readdirSync(bin)
      .flatMap((os) => readdirSync(join(bin, os)).map((arch) => `${os}/${arch}`))
      .sort();
  };
  expect(systemsOf(target)).toEqual(systemsOf(join(packageRoot, 'node_modules', 'onnxruntime-node')));
  expect(() => carryOnnxRuntime(target, ['sunos/sparc'])).toThrow('no library for sunos/sparc');
});

test('of transformers.js its build for Node is carried, with its licence and without native packages', () => {
  const target = join(folder, 'carried');
  carryTransformers(target);
  expect(readdirSync(target, { recursive: true }).sort()).toEqual([
    'LICENSE',
    'dist',
    'dist/transformers.node.cjs',
    'package.json',
  ]);
  const code = readFileSync(join(target, 'dist', 'transformers.node.cjs'), 'utf8');
  const packages = [...code.matchAll(/^var \w+ = .*\brequire\w*\("([^"]+)"\)/gm)].map(([, name]) => name);
  expect(packages.filter((name) => name !== undefined && !isBuiltin(name))).toEqual(['onnxruntime-common']);
});

test('the carried runtime and the package of its tensors are of one version', () => {
  const versionOf = (name: string): string =>
    (
      JSON.parse(readFileSync(join(packageRoot, 'node_modules', name, 'package.json'), 'utf8')) as {
        version: string;
      }
    ).version;
  const { dependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  expect(dependencies['onnxruntime-common']).toBe(versionOf('onnxruntime-node'));
});

test('what was compiled from a source that is gone is removed, and nothing else', () => {
  const [sources, compiled] = [join(folder, 'src'), join(folder, 'dist')];
  mkdirSync(join(sources, 'a'), { recursive: true });
  mkdirSync(join(compiled, 'a'), { recursive: true });
  writeFileSync(join(sources, 'a', 'kept.ts'), '');
  for (const name of [
    'kept.js',
    'kept.d.ts',
    'kept.js.map',
    'gone.js',
    'gone.d.ts',
    'gone.js.map',
    'page.css',
  ])
    writeFileSync(join(compiled, 'a', name), '');
  expect(removeStale(sources, compiled).sort()).toEqual(['a/gone.d.ts', 'a/gone.js', 'a/gone.js.map']);
  expect(readdirSync(join(compiled, 'a')).sort()).toEqual([
    'kept.d.ts',
    'kept.js',
    'kept.js.map',
    'page.css',
  ]);
});
