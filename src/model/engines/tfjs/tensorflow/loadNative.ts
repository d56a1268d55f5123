import { createRequire } from 'node:module';
import util from 'node:util';
import { NativeKernels } from '../kernels/NativeKernels';
import type { NativeBackend } from './NativeBackend';
import type { MatmulPrecision, Tensorflow, Tf } from './Tensorflow';
import { tensorflowPackages, type NativeKind } from './TensorflowKind';

/**
 * Loads tfjs-node or tfjs-node-gpu: TensorFlow's own library.
 *
 * @param path of the package's main file
 * @param precision of products of matrices; the first load of a process decides
 * @throws Error whatever Node says of an addon that it cannot load
 */
export function loadNative(path: string, kind: NativeKind, precision: MatmulPrecision): Tensorflow {
  setMatmulPrecision(precision);
  quietLogs();
  restoreLegacyUtil();
  const tf = createRequire(path)(path) as Tf;
  const backend = tf.backend() as unknown as NativeBackend;
  const device = backend.isUsingGpuDevice ? 'gpu' : 'cpu';
  const version = backend.binding.TF_Version;
  return {
    tf,
    kernels: new NativeKernels(tf, backend, precision),
    kind,
    device,
    description: `${tensorflowPackages[kind]} on TensorFlow ${version} (${device.toUpperCase()})`,
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

/**
 * Must come before TensorFlow is loaded: it reads its environment once a process. On other processors, on a GPU and on
 * WebAssembly it changes nothing.
 */
function setMatmulPrecision(precision: MatmulPrecision): void {
  if (precision === 'bfloat16') process.env['TF_SET_ONEDNN_FPMATH_MODE'] = 'BF16';
  else delete process.env['TF_SET_ONEDNN_FPMATH_MODE'];
}
