import { createRequire } from 'node:module';
import { PortableKernels } from '../kernels/PortableKernels';
import { registerSegmentSum } from './registerSegmentSum';
import type { Tensorflow, Tf } from './Tensorflow';
import { operationsPackage, tensorflowPackages } from './TensorflowKind';

/**
 * Loads tfjs-backend-wasm. It runs on one thread: the package's threaded build starts its workers from blob URLs, which
 * Node does not take, and the package leaves it out there.
 *
 * @param path of the package's main file; @tensorflow/tfjs must be beside it
 * @throws Error when one of the two, or the WebAssembly, does not load
 */
export async function loadWasm(path: string): Promise<Tensorflow> {
  const load = createRequire(path);
  const tf = load(operationsPackage) as Tf;
  load(path);
  if (!(await tf.setBackend('wasm'))) throw new Error('its WebAssembly cannot be started');
  registerSegmentSum(tf);
  const simd = tf.env().getBool('WASM_HAS_SIMD_SUPPORT') ? ' with SIMD' : '';
  return {
    tf,
    kernels: new PortableKernels(tf),
    kind: 'wasm',
    device: 'wasm',
    description: `${tensorflowPackages.wasm} ${tf.version_core} (WebAssembly${simd}, one thread)`,
  };
}
