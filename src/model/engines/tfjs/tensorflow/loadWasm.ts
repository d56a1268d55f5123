import { createRequire } from 'node:module';
import type { TensorInfo, UnsortedSegmentSumAttrs } from '@tensorflow/tfjs-core';
import { PortableKernels } from '../kernels/PortableKernels';
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

const backendName = 'wasm';

/**
 * Gives the WebAssembly backend the kernel that it lacks of the gradient of a gather: of the rows of each segment their
 * sum, as ScatterNd makes it of rows for one place. Once a process.
 */
function registerSegmentSum(tf: Tf): void {
  const known = tf.getKernelsForBackend(backendName);
  if (known.some((kernel) => kernel.kernelName === 'UnsortedSegmentSum')) return;
  const scatter = tf.getKernel('ScatterNd', backendName).kernelFunc;
  tf.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
      const { numSegments } = attrs as unknown as UnsortedSegmentSumAttrs;
      const { dataId, dtype } = segmentIds;
      const indices = { dataId, dtype, shape: [...segmentIds.shape, 1] };
      const shape = [numSegments, ...x.shape.slice(1)];
      return scatter({ inputs: { indices, updates: x }, attrs: { shape }, backend });
    },
  });
}
