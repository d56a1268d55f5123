import type { TensorInfo, UnsortedSegmentSumAttrs } from '@tensorflow/tfjs-core';
import type { Tf } from './Tensorflow';

const backendName = 'wasm';

/**
 * Gives the WebAssembly backend the kernel that it lacks of the gradient of a gather: of the rows of each segment their
 * sum, as ScatterNd makes it of rows for one place. Once a process.
 */
export function registerSegmentSum(tf: Tf): void {
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
