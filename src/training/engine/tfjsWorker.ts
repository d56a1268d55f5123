import { parentPort, workerData } from 'node:worker_threads';
import { EmostreamError, messageOf } from '../../errors';
import type { PaddedBatch } from '../../model/engine/onnxSession';
import { loadTensorflow } from '../backend/loadTensorflow';
import { TfjsModel } from './TfjsModel';

/** What the worker is started with. */
export interface TfjsWorkerData {
  folder: string;
}
/** From the worker: first `ready` or `error`, then the answer to each batch, in their order. */
export type TfjsWorkerMessage =
  | { kind: 'ready'; usesGpu: boolean; description: string }
  | { kind: 'logits'; logits: Float32Array; tensors: number }
  | { kind: 'error'; message: string; hint: string | undefined };

/** A worker thread around one model: TensorFlow's kernels run on the thread that calls them. */
function serve(): void {
  const port = parentPort;
  if (port === null) throw new Error('tfjsWorker runs as a worker thread');
  const reply = (message: TfjsWorkerMessage) => port.postMessage(message);
  const answer = (act: () => void) => {
    try {
      act();
    } catch (error) {
      const hint = error instanceof EmostreamError ? error.hint : undefined;
      reply({ kind: 'error', message: messageOf(error), hint });
    }
  };
  answer(() => {
    const { folder } = workerData as TfjsWorkerData;
    const tensorflow = loadTensorflow();
    const model = TfjsModel.load(folder, tensorflow);
    model.logits({ ids: new Int32Array(1), lengths: Int32Array.of(1) });
    port.on('message', (batch: PaddedBatch) =>
      answer(() => {
        const logits = model.logits(batch);
        reply({ kind: 'logits', logits, tensors: tensorflow.tf.memory().numTensors });
      }),
    );
    const { usesGpu, description } = tensorflow;
    reply({ kind: 'ready', usesGpu, description });
  });
}

serve();
