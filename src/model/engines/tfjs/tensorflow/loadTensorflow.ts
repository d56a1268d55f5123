import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EmostreamError, messageOf } from '../../../../common/errors';
import { loadNative } from './loadNative';
import { loadWasm } from './loadWasm';
import type { MatmulPrecision, Tensorflow } from './Tensorflow';
import { tensorflowHome, tensorflowKinds, tensorflowPackages, type TensorflowKind } from './TensorflowKind';

/**
 * Loads the first package of TensorFlow.js that is at hand. Each is looked for beside emostream
 * (`npm install @tensorflow/tfjs-node-gpu`), then where `emostream setup tensorflow` puts it. One kind a process: all
 * of them share TensorFlow.js's global engine, which has one backend at a time.
 *
 * @param kinds which to try, in order
 * @param precision of products of matrices, natively on the CPU; the first load of a process decides
 * @throws EmostreamError `tensorflow_missing` when none is installed, `tensorflow_broken` when one is but none loads
 */
export async function loadTensorflow(
  kinds: readonly TensorflowKind[] = tensorflowKinds,
  precision: MatmulPrecision = 'float32',
): Promise<Tensorflow> {
  let failure: EmostreamError | undefined;
  for (const kind of kinds) {
    for (const place of [__filename, join(tensorflowHome(kind), 'package.json')]) {
      if (!existsSync(place)) continue;
      const path = resolveFrom(place, tensorflowPackages[kind]);
      if (path === undefined) continue;
      try {
        return kind === 'wasm' ? await loadWasm(path) : loadNative(path, kind, precision);
      } catch (error) {
        failure ??= new EmostreamError(`${path} does not load: ${messageOf(error)}`, {
          code: 'tensorflow_broken',
          fault: 'environment',
          hint: `set it up with \`npx emostream setup tensorflow ${kind}\``,
          cause: error,
        });
      }
    }
  }
  throw (
    failure ??
    new EmostreamError('TensorFlow.js is not set up on this machine', {
      code: 'tensorflow_missing',
      fault: 'environment',
      hint: 'run `npx emostream setup tensorflow`, with `gpu` for a GPU or `wasm` where there is no compiler',
    })
  );
}

function resolveFrom(place: string, name: string): string | undefined {
  try {
    return createRequire(place).resolve(name);
  } catch {
    return undefined;
  }
}
