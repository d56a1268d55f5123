import { parentPort, workerData } from 'node:worker_threads';
import { EmostreamError, messageOf } from '../../../common/errors';
import type { PaddedBatch } from '../onnx/onnxSession';
import { loadTensorflow } from './tensorflow/loadTensorflow';
import type { TensorflowKind } from './tensorflow/TensorflowKind';
import { TfjsModel } from './TfjsModel';

/** What the worker is started with. */
export interface TfjsWorkerData {
  folder: string;
}
/** What TensorFlow holds: its live tensors, and the bytes of their values. */
export interface TfjsMemory {
  tensors: number;
  bytes: number;
}
/** From the worker: first `ready` or `error`, then the answer to each batch, in their order. */
export type TfjsWorkerMessage =
  | { kind: 'ready'; device: TensorflowKind; description: string }
  | { kind: 'logits'; logits: Float32Array; memory: TfjsMemory }
  | { kind: 'error'; message: string; hint: string | undefined };

/** A worker thread around one model: TensorFlow's kernels run on the thread that calls them. */
function serve(): void {
  const port = parentPort;
  if (port === null) throw new Error('tfjsWorker runs as a worker thread');
  const reply = (message: TfjsWorkerMessage) => port.postMessage(message);
  const answer = async (act: () => void | Promise<void>) => {
    try {
      await act();
    } catch (error) {
      const hint = error instanceof EmostreamError ? error.hint : undefined;
      reply({ kind: 'error', message: messageOf(error), hint });
    }
  };
  void answer(async () => {
    const { folder } = workerData as TfjsWorkerData;
    const tensorflow = await loadTensorflow();
    const model = TfjsModel.load(folder, tensorflow);
    model.logits({ ids: new Int32Array(1), lengths: Int32Array.of(1) });
    port.on('message', (batch: PaddedBatch) => {
      void answer(() => {
        const logits = model.logits(batch);
        const { numTensors: tensors, numBytes: bytes } = tensorflow.tf.memory();
        reply({ kind: 'logits', logits, memory: { tensors, bytes } });
      });
    });
    const { device, description } = tensorflow;
    reply({ kind: 'ready', device, description });
  });
}

serve();
