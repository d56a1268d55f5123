import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTensorflow } from '../../../../../src/model/engines/tfjs/tensorflow/loadTensorflow';
import { tensorflowPackages } from '../../../../../src/model/engines/tfjs/tensorflow/TensorflowKind';
import { withOnlyWasm } from '../../../../training/support/onlyWasm';
import { useTensorflow } from '../../../../training/support/useTensorflow';

describe('loadTensorflow where only WebAssembly works', () => {
  useTensorflow('wasm');
  const cache = withOnlyWasm();

  it('takes it, and says what it is', async () => {
    const { kind, device, description } = await loadTensorflow();
    expect({ kind, device }).toEqual({ kind: 'wasm', device: 'wasm' });
    expect(description).toMatch(/^@tensorflow\/tfjs-backend-wasm 4\.\d+\.\d+ \(WebAssembly with SIMD/);
  });

  it('takes it where a native package is there but broken, which is told when that one is asked for', async () => {
    const home = join(cache(), 'tensorflow', 'cpu');
    const folder = join(home, 'node_modules', tensorflowPackages.cpu);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{}');
    writeFileSync(join(folder, 'index.js'), 'throw new Error("wrong ELF class")');
    expect((await loadTensorflow()).kind).toBe('wasm');
    await expect(loadTensorflow(['cpu'])).rejects.toMatchObject({
      code: 'tensorflow_broken',
      message: expect.stringContaining('wrong ELF class') as string,
      hint: expect.stringContaining('setup tensorflow cpu') as string,
    });
  });
});
