import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../../common/errors';
import { openSession, runBatch, type Outputs, type PaddedBatch } from './onnxSession';

/** What the worker is started with. */
export interface OnnxWorkerData {
  path: string;
  /** Threads of one run. */
  threads: number;
}
/** From the worker: first `ready` or `error`, then the answer to each batch. */
export type OnnxWorkerMessage =
  { kind: 'ready' } | { kind: 'outputs'; outputs: Outputs } | { kind: 'error'; message: string };

/**
 * A worker thread around one session: onnxruntime-node computes on the thread that calls run(), which would hold up
 * Kafka's heartbeats and the metrics on the main thread.
 */
async function serve(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('onnxWorker runs as a worker thread');
  const reply = (message: OnnxWorkerMessage, transfer: ArrayBuffer[] = []) =>
    port.postMessage(message, transfer);
  const fail = (error: unknown) => reply({ kind: 'error', message: messageOf(error) });
  try {
    const { path, threads } = workerData as OnnxWorkerData;
    const session = await openSession(path, threads);
    await runBatch(session, { ids: new Int32Array(1), lengths: Int32Array.of(1) });
    port.on('message', (batch: PaddedBatch) => {
      runBatch(session, batch).then((outputs) => {
        const buffers = Object.values(outputs).map(({ buffer }) => buffer);
        reply({ kind: 'outputs', outputs }, buffers);
      }, fail);
    });
    reply({ kind: 'ready' });
  } catch (error) {
    fail(error);
  }
}

void serve();
