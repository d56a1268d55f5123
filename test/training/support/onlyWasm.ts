import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensorflowHome } from '../../../src/model/engines/tfjs/tensorflow/TensorflowKind';

/**
 * In the tests of a file the cache holds the WebAssembly package alone, as on a machine that cannot have another.
 *
 * @returns the cache folder
 */
export function withOnlyWasm(): () => string {
  const before = process.env['EMOSTREAM_CACHE'];
  let cache: string;
  beforeAll(() => {
    cache = mkdtempSync(join(tmpdir(), 'only-wasm-'));
    mkdirSync(join(cache, 'tensorflow'));
    symlinkSync(tensorflowHome('wasm'), join(cache, 'tensorflow', 'wasm'));
    process.env['EMOSTREAM_CACHE'] = cache;
  });
  afterAll(() => {
    if (before === undefined) delete process.env['EMOSTREAM_CACHE'];
    else process.env['EMOSTREAM_CACHE'] = before;
    rmSync(cache, { recursive: true });
  });
  return () => cache;
}
