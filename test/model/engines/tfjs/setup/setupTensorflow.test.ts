import { existsSync, lstatSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadTensorflow } from '../../../../../src/model/engines/tfjs/tensorflow/loadTensorflow';
import {
  checkTensorflow,
  describeTensorflow,
} from '../../../../../src/model/engines/tfjs/setup/checkTensorflow';
import { installLibrary, linkLibrary } from '../../../../../src/model/engines/tfjs/setup/installLibrary';
import { runProgram } from '../../../../../src/model/engines/tfjs/setup/runProgram';
import { setupTensorflow } from '../../../../../src/model/engines/tfjs/setup/setupTensorflow';
import { useTensorflow } from '../../../../training/support/useTensorflow';

useTensorflow();

describe('setupTensorflow', () => {
  it('leaves what is there and works as it is, and two at once do not meet', async () => {
    const lines: string[] = [];
    const [first, second] = await Promise.all([
      setupTensorflow('cpu', (line) => lines.push(line)),
      setupTensorflow('cpu'),
    ]);
    expect(first.built || second.built).toBe(false);
    expect(lines).toEqual(['a small training step']);
    expect(first.description).toMatch(/^@tensorflow\/tfjs-node on TensorFlow \d+\.\d+\.\d+ \(CPU\)$/);
  }, 60_000);

  it('tells doctor what serves', async () => {
    const { status, detail } = await describeTensorflow();
    expect(status).toBe('ok');
    expect(detail).toMatch(/^@tensorflow\/tfjs-node/);
  }, 60_000);
});

describe('without TensorFlow', () => {
  let empty: string;
  const before = { ...process.env };
  beforeEach(() => {
    empty = mkdtempSync(join(tmpdir(), 'cache-'));
    process.env['EMOSTREAM_CACHE'] = empty;
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(empty, { recursive: true });
  });

  it('WebAssembly is set up where there is neither Python nor a compiler, once', async () => {
    const programs = join(empty, 'programs');
    mkdirSync(programs);
    for (const name of ['node', 'npm']) {
      symlinkSync(join(dirname(process.execPath), name), join(programs, name));
    }
    process.env['PATH'] = programs;
    const first = await setupTensorflow('wasm');
    expect(first).toMatchObject({ kind: 'wasm', device: 'wasm', built: true });
    expect((await setupTensorflow('wasm')).built).toBe(false);
    const { status, detail } = await describeTensorflow();
    expect(status).toBe('ok');
    expect(detail).toMatch(/^@tensorflow\/tfjs-backend-wasm .*; no GPU is used$/);
  }, 300_000);

  it('the native library is refused on other platforms, with WebAssembly as the way out', async () => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
    Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' });
    try {
      await expect(installLibrary('cpu')).rejects.toMatchObject({
        code: 'tensorflow_setup_failed',
        message: expect.stringContaining('this is darwin') as string,
        hint: expect.stringContaining('npx emostream setup tensorflow wasm') as string,
      });
    } finally {
      Object.defineProperty(process, 'platform', platform);
    }
  });

  it('loading says how to set it up', async () => {
    await expect(loadTensorflow()).rejects.toMatchObject({ code: 'tensorflow_missing' });
  });

  it('the check fails, and doctor is told why and what to do', async () => {
    await expect(checkTensorflow('cpu')).rejects.toMatchObject({ code: 'tensorflow_setup_failed' });
    const { status, detail, hint } = await describeTensorflow();
    expect(status).toBe('absent');
    expect(detail).toMatch(/^not set up/);
    expect(hint).toMatch(/npx emostream setup tensorflow/);
  }, 60_000);
});

describe('linkLibrary', () => {
  it("puts the wheel's files where the package looks for them, again and again", () => {
    const folder = mkdtempSync(join(tmpdir(), 'package-'));
    linkLibrary(folder, '/wheel/tensorflow');
    linkLibrary(folder, '/wheel/tensorflow');
    const lib = join(folder, 'deps', 'lib');
    expect(readlinkSync(join(lib, 'libtensorflow.so.2'))).toBe('/wheel/tensorflow/libtensorflow_cc.so.2');
    expect(lstatSync(join(folder, 'deps', 'include')).isSymbolicLink()).toBe(true);
    expect(existsSync(join(lib, 'libtensorflow.so'))).toBe(false);
    rmSync(folder, { recursive: true });
  });
});

describe('runProgram', () => {
  it('gives what the program printed', async () => {
    expect(await runProgram(process.execPath, ['-e', 'process.stdout.write("yes")'], '')).toBe('yes');
  });

  it('tells the end of what a failing program said, and the way out', async () => {
    const failing = runProgram(
      process.execPath,
      ['-e', 'console.error("no disk"); process.exit(3)'],
      'free some',
    );
    await expect(failing).rejects.toMatchObject({
      code: 'tensorflow_setup_failed',
      message: expect.stringMatching(/exit code 3:\n {2}no disk/) as string,
      hint: 'free some',
    });
  });

  it('names a program that is not there', async () => {
    await expect(runProgram('/nowhere/npm', [], 'install it')).rejects.toThrow(
      /\/nowhere\/npm cannot be run/,
    );
  });
});
