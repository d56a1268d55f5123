import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { carryPackages } from '../../deploy/package/preparePackage';
import { cacheFolder } from '../../src/common/cacheFolder';
import { packageRoot } from '../../src/common/packageRoot';
import { version } from '../../src/common/version';
import { kafkaVersion } from '../../src/kafka/embedded/jars';
import { jsonLines } from '../support/cli';

/**
 * What a user gets: the tarball of `npm pack`, installed by npm in an empty project outside of the repository, with the
 * registry as the only host and no setting that npm does not have by itself.
 */
const folder = mkdtempSync(join(tmpdir(), 'emostream-package-'));
const project = join(folder, 'project');
const installed = join(project, 'node_modules', 'emostream');

/** As a user's shell: nothing of the npm that runs these tests, and no word to onnxruntime-node's install script. */
const env: NodeJS.ProcessEnv = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|ONNXRUNTIME_|NODE_ENV)/i.test(name)),
  ),
  NO_COLOR: '1',
  EMOSTREAM_CACHE: join(folder, 'cache'),
};

/** Runs a program in the project to its end; rejects with what it said where it fails. */
async function run(program: string, args: string[], input = '', cwd = project): Promise<string> {
  const running = promisify(execFile)(program, args, { cwd, env, maxBuffer: 1e8 });
  running.child.stdin?.end(input);
  return (await running).stdout;
}

const emostream = (args: string[], input?: string): Promise<string> =>
  run('npx', ['emostream', ...args], input);

beforeAll(async () => {
  mkdirSync(project);
  // One system instead of five: the others only cost time here.
  carryPackages([`${process.platform}/${process.arch}`]);
  // Without scripts: they would build what these tests run from.
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], '', packageRoot);
  await run('npm', ['init', '-y']);
  await run('npm', ['install', '--no-audit', '--no-fund', join(folder, `emostream-${version}.tgz`)]);
  // The broker's jars, which are not in the package, from where an earlier start left them.
  const jars = cacheFolder('kafka', kafkaVersion());
  mkdirSync(join(folder, 'cache', 'kafka'), { recursive: true });
  if (existsSync(jars)) symlinkSync(jars, join(folder, 'cache', 'kafka', kafkaVersion()));
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe('the tarball', () => {
  const files = (): string[] => readdirSync(installed, { recursive: true, encoding: 'utf8' });

  it('holds what runs and what explains it, and nothing of the workshop', () => {
    const top = readdirSync(installed).sort();
    expect(top).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE',
      'README.md',
      'deploy',
      'dist',
      'models',
      'node_modules',
      'package.json',
      'samples',
      'schemas',
      'src',
    ]);
    expect(readdirSync(join(installed, 'dist')).sort()).toEqual(['carried', 'src']);
    expect(readdirSync(join(installed, 'dist', 'carried')).sort()).toEqual([
      '@huggingface',
      'onnxruntime-node',
    ]);
    expect(readdirSync(join(installed, 'node_modules'))).toEqual(['kafkajs']);
    expect(
      files().filter(
        (path) => !path.startsWith('node_modules') && /\.tsbuildinfo$|\.test\.|(^|\/)bench\//.test(path),
      ),
    ).toEqual([]);
    expect(existsSync(join(installed, 'models', 'es-emotion', 'LICENSE'))).toBe(true);
  });

  it('has kafkajs with our patches', () => {
    const patched = readFileSync(join(packageRoot, 'patches', 'kafkajs+2.2.4.patch'), 'utf8');
    const changed = [...patched.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, path]) => path!);
    expect(changed.length).toBeGreaterThan(5);
    const added = [...patched.matchAll(/^\+(?!\+)[ \t]*(\S.*)$/gm)].map(([, line]) => line!);
    const text = changed.map((path) => readFileSync(join(installed, path), 'utf8')).join('\n');
    expect(added.filter((line) => !text.includes(line))).toEqual([]);
  });

  it('has the sources of its source maps in them', () => {
    const maps = files().filter((path) => path.startsWith('dist') && path.endsWith('.js.map'));
    expect(maps.length).toBeGreaterThan(100);
    const hollow = maps.filter((path) => {
      const map = JSON.parse(readFileSync(join(installed, path), 'utf8')) as {
        sourcesContent?: unknown[];
        sources: string[];
      };
      return (
        map.sourcesContent === undefined &&
        map.sources.some((source) => !existsSync(join(installed, path, '..', source)))
      );
    });
    expect(hollow).toEqual([]);
  });

  it('brings no install script, its own or of what it depends on', () => {
    const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const scripted = Object.entries(lock.packages).filter(
      ([, { hasInstallScript }]) => hasInstallScript === true,
    );
    expect(scripted).toEqual([]);
    const names = Object.keys(lock.packages).map((path) => path.split('node_modules/').at(-1));
    expect(names.filter((name) => name?.startsWith('onnxruntime-'))).toEqual(['onnxruntime-common']);
  });
});

describe('installed in an empty project', () => {
  it('npx emostream --help, and tag with the embedded model', async () => {
    expect(await emostream(['--help'])).toMatch(/^Usage: emostream /);
    const [label] = jsonLines(await emostream(['tag', '--lines'], '¡Qué alegría verte!\n'));
    expect(label).toMatchObject({ emotion: 'joy', model: { name: 'es-emotion' } });
  }, 60_000);

  it('npx emostream demo --once --json, on the embedded Kafka', async () => {
    const lines = jsonLines(
      await emostream(['demo', '--once', '--pace', 'max', '--http-port', '0', '--json']),
    );
    expect(lines.at(-1)).toMatchObject({
      segments: lines.length - 1,
      labels: lines.length - 1,
      deadLetters: 0,
    });
  }, 120_000);

  const uses = `
    const model = await loadModel();
    const [answer] = await new Labeller(model).label(['¡Qué alegría verte!']);
    const { segments } = readSegments(Buffer.from('1\\n00:00:01,000 --> 00:00:02,000\\nHola.\\n'), 'a.srt');
    console.log(answer.emotion, segments[0].text);
    await model.classifier.close();`;

  it("import from 'emostream' in a module, require in CommonJS", async () => {
    writeFileSync(
      join(project, 'use.mjs'),
      `import { Labeller, loadModel, readSegments } from 'emostream';${uses}`,
    );
    writeFileSync(
      join(project, 'use.cjs'),
      `const { Labeller, loadModel, readSegments } = require('emostream');(async () => {${uses}})();`,
    );
    for (const file of ['use.mjs', 'use.cjs']) expect(await run('node', [file])).toBe('joy Hola.\n');
    expect(await run('node', ['-p', "require.resolve('emostream/schemas/EmotionLabel.avsc')"])).toMatch(
      /avsc\n$/,
    );
    const inside = run('node', ['-e', "require('emostream/dist/src/cli/main.js')"]);
    await expect(inside).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  }, 60_000);

  it.each([
    ['node16', { module: 'node16', moduleResolution: 'node16' }],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ])(
    'TypeScript finds its types, %s, and all of them are valid',
    async (_name, resolution) => {
      // The user's own: TypeScript, and the types of Node.
      const modules = join(packageRoot, 'node_modules');
      const source = `import { createCodecs, createTagger, EmostreamError, Labeller, loadModel } from 'emostream';
      import type { EmotionLabel, TaggerOptions, TextLabel, TranscriptSegment } from 'emostream';
      export const options: TaggerOptions = { brokers: ['localhost:9092'], delivery: 'exactly-once' };
      export const tagger = (): Promise<{ stop(): Promise<void> }> => createTagger(options);
      export const label = async (text: string): Promise<TextLabel[]> => new Labeller(await loadModel()).label([text]);
      export const decode = (bytes: Buffer): Promise<EmotionLabel> => createCodecs().label.decode(bytes);
      export const text = ({ text }: TranscriptSegment): string => text;
      export const isOurs = (error: unknown): error is EmostreamError => error instanceof EmostreamError;
      // @ts-expect-error: the types are known, not \`any\`
      export const wrong: TaggerOptions = { delivery: 'sometimes' };`;
      writeFileSync(join(project, 'use.ts'), source);
      const compilerOptions = {
        ...resolution,
        ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false },
        ...{ target: 'es2022', lib: ['es2023'], types: ['node'], typeRoots: [join(modules, '@types')] },
      };
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
      const tsc = join(modules, 'typescript', 'bin', 'tsc');
      expect(await run('node', [tsc]).catch((error: unknown) => (error as { stdout: string }).stdout)).toBe(
        '',
      );
    },
    60_000,
  );

  it('npx emostream setup tensorflow', async () => {
    expect(await emostream(['setup', 'tensorflow', 'wasm'])).toMatch(
      /^@tensorflow\/tfjs-backend-wasm .* is set up$/m,
    );
  }, 120_000);
});
