import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { EmostreamError, messageOf } from '../../../common/errors';
import type { PaddedBatch } from '../onnx/onnxSession';
import type { TensorflowKind } from './tensorflow/TensorflowKind';
import type { TfjsMemory, TfjsWorkerData, TfjsWorkerMessage } from './tfjsWorker';

interface Waiting {
  resolve: (logits: Float32Array) => void;
  reject: (error: Error) => void;
}

/** The worker thread that holds a model, seen from outside. It answers batches one after another. */
export class TfjsThread {
  /** After the last batch: it does not grow. */
  memory: TfjsMemory = { tensors: 0, bytes: 0 };
  device: TensorflowKind = 'cpu';
  /** The npm package, TensorFlow's version and the device, for people. */
  description = '';
  readonly #waiting: Waiting[] = [];
  readonly #worker: Worker;
  #failure: EmostreamError | undefined;
  #closing: Promise<void> | undefined;
  #drained: (() => void) | undefined;

  private constructor(folder: string) {
    const workerData: TfjsWorkerData = { folder };
    this.#worker = new Worker(join(__dirname, 'tfjsWorker.js'), { workerData });
  }

  /**
   * Resolves when the model is loaded and has run once.
   *
   * @throws EmostreamError `engine_failed` when it cannot
   */
  static async start(folder: string): Promise<TfjsThread> {
    const thread = new TfjsThread(folder);
    try {
      await thread.#listen();
    } catch (error) {
      await thread.close();
      throw error;
    }
    return thread;
  }

  /** @throws EmostreamError `engine_failed` when the run fails, the thread died, or it is closed */
  run({ ids, lengths }: PaddedBatch): Promise<Float32Array> {
    if (this.#closing !== undefined) return Promise.reject(engineFailed('the engine is closed'));
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage({ ids, lengths });
    });
  }

  /** Finishes what waits, then ends the thread. Idempotent. */
  close(): Promise<void> {
    return (this.#closing ??= this.#finish());
  }

  async #finish(): Promise<void> {
    if (this.#waiting.length > 0) await new Promise<void>((resolve) => (this.#drained = resolve));
    await this.#worker.terminate();
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      let ready = false;
      const fail = (message: string, hint?: string) => {
        this.#failure ??= engineFailed(message, hint);
        reject(this.#failure);
        for (const { reject: rejectRun } of this.#waiting.splice(0)) rejectRun(this.#failure);
        this.#drained?.();
      };
      this.#worker.on('message', (message: TfjsWorkerMessage) => {
        if (message.kind === 'ready') {
          ready = true;
          this.device = message.device;
          this.description = message.description;
          resolve();
        } else if (!ready && message.kind === 'error') fail(message.message, message.hint);
        else this.#settle(message);
      });
      this.#worker.on('error', (error) => fail(messageOf(error)));
      this.#worker.on('exit', (code) => fail(`its thread ended with code ${code}`));
    });
  }

  #settle(message: TfjsWorkerMessage): void {
    const waiting = this.#waiting.shift();
    if (message.kind === 'logits') {
      this.memory = message.memory;
      waiting?.resolve(message.logits);
    } else if (message.kind === 'error') waiting?.reject(engineFailed(message.message, message.hint));
    if (this.#waiting.length === 0) this.#drained?.();
  }
}

function engineFailed(message: string, hint?: string): EmostreamError {
  return new EmostreamError(`the TensorFlow engine failed: ${message}`, {
    code: 'engine_failed',
    fault: 'environment',
    ...(hint !== undefined && { hint }),
  });
}
