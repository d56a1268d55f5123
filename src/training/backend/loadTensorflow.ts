import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import util from 'node:util';
import type * as tfjs from '@tensorflow/tfjs-core';
import { EmostreamError, messageOf } from '../../errors';
import { setMatmulPrecision, type MatmulPrecision } from './MatmulPrecision';
import { NativeKernels } from '../kernels/NativeKernels';
import type { NativeBackend } from './NativeBackend';
import type { Tensorflow } from './Tensorflow';
import { tensorflowHome, tensorflowPackages, type TensorflowKind } from './TensorflowKind';

/**
 * Loads TensorFlow.js with its native backend: the GPU package where it is at hand, else the CPU package. Each is
 * looked for beside emostream (`npm install @tensorflow/tfjs-node-gpu`), then where `npm run setup:tensorflow`
 * builds it.
 *
 * @param kinds which to try, in order
 * @param precision of products of matrices; the first load of a process decides
 * @throws EmostreamError `tensorflow_missing` when none is installed, `tensorflow_broken` when one is but does not load
 */
export function loadTensorflow(
  kinds: readonly TensorflowKind[] = ['gpu', 'cpu'],
  precision: MatmulPrecision = 'float32',
): Tensorflow {
  setMatmulPrecision(precision);
  quietLogs();
  restoreLegacyUtil();
  let failure: EmostreamError | undefined;
  for (const kind of kinds) {
    for (const place of [__filename, join(tensorflowHome(kind), 'package.json')]) {
      if (!existsSync(place)) continue;
      const path = resolveFrom(place, tensorflowPackages[kind]);
      if (path === undefined) continue;
      try {
        return loadPackage(path, kind);
      } catch (error) {
        failure ??= new EmostreamError(`${path} does not load: ${messageOf(error)}`, {
          code: 'tensorflow_broken',
          fault: 'environment',
          hint: `build it with \`npm run setup:tensorflow -- ${kind}\``,
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
      hint: 'run `npm run setup:tensorflow` (or `npm run setup:tensorflow -- gpu`)',
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

function loadPackage(path: string, kind: TensorflowKind): Tensorflow {
  const tf = createRequire(path)(path) as typeof tfjs;
  const backend = tf.backend() as unknown as NativeBackend;
  const usesGpu = backend.isUsingGpuDevice;
  const device = usesGpu ? 'GPU' : 'CPU';
  return {
    tf,
    kernels: new NativeKernels(tf, backend),
    kind,
    usesGpu,
    description: `${tensorflowPackages[kind]} on TensorFlow ${backend.binding.TF_Version} (${device})`,
  };
}

/** TensorFlow prints which CPU instructions it uses, and more; only its errors matter to a user. */
function quietLogs(): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
}

/** tfjs-node 4.22 calls two functions of node:util that Node 23 took away. */
function restoreLegacyUtil(): void {
  const legacy = util as unknown as Record<string, unknown>;
  legacy['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  legacy['isArray'] ??= Array.isArray;
}
