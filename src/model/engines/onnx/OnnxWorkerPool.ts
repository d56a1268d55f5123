import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { EmostreamError, messageOf } from '../../../common/errors';
import type { OnnxWorkerData, OnnxWorkerMessage } from './onnxWorker';
import type { Outputs, PaddedBatch } from './onnxSession';

interface Job {
  batch: PaddedBatch;
  resolve: (outputs: Outputs) => void;
  reject: (error: Error) => void;
}

/** Worker threads with a session each, which take batches from one queue in order. */
export class OnnxWorkerPool {
  readonly #queue: Job[] = [];
  readonly #idle: Worker[] = [];
  readonly #running = new Map<Worker, Job>();
  readonly #workers: Worker[] = [];
  readonly #drained: (() => void)[] = [];
  #failure: EmostreamError | undefined;
  #closing: Promise<void> | undefined;

  /**
   * Starts the workers; resolves when each has loaded the model and run once.
   *
   * @throws EmostreamError `engine_failed` when one cannot
   */
  static async start(path: string, workers: number, threadsEach: number): Promise<OnnxWorkerPool> {
    const pool = new OnnxWorkerPool();
    try {
      await Promise.all(
        Array.from({ length: workers }, () => pool.#startWorker({ path, threads: threadsEach })),
      );
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  /**
   * Runs a batch after those before it; its memory goes to the worker.
   *
   * @throws EmostreamError `engine_failed` when the run fails, a thread died, or the pool is closed
   */
  run(batch: PaddedBatch): Promise<Outputs> {
    if (this.#closing !== undefined) return Promise.reject(engineFailed('the engine is closed'));
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#queue.push({ batch, resolve, reject });
      this.#dispatch();
    });
  }

  /** Finishes what is queued, then ends the threads. Idempotent. */
  close(): Promise<void> {
    return (this.#closing ??= this.#finish());
  }

  async #finish(): Promise<void> {
    if (this.#running.size + this.#queue.length > 0) {
      await new Promise<void>((resolve) => this.#drained.push(resolve));
    }
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #startWorker(data: OnnxWorkerData): Promise<void> {
    const worker = new Worker(join(__dirname, 'onnxWorker.js'), { workerData: data });
    this.#workers.push(worker);
    return new Promise((resolve, reject) => {
      const fail = (message: string) => {
        const error = engineFailed(message);
        reject(error);
        this.#fail(error);
      };
      worker.on('message', (message: OnnxWorkerMessage) => {
        if (message.kind === 'ready') {
          this.#idle.push(worker);
          resolve();
        } else if (!this.#running.has(worker)) {
          fail(message.kind === 'error' ? message.message : 'the engine answered what nobody asked');
        } else this.#settle(worker, message);
      });
      worker.on('error', (error) => fail(messageOf(error)));
      worker.on('exit', (code) => {
        if (this.#closing === undefined || this.#running.has(worker))
          fail(`the engine's thread ended with code ${code}`);
      });
    });
  }

  #dispatch(): void {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const worker = this.#idle.shift();
      const job = this.#queue.shift();
      if (worker === undefined || job === undefined) return;
      this.#running.set(worker, job);
      const { ids, lengths } = job.batch;
      worker.postMessage({ ids, lengths }, [ids.buffer as ArrayBuffer, lengths.buffer as ArrayBuffer]);
    }
  }

  #settle(worker: Worker, message: OnnxWorkerMessage): void {
    const job = this.#running.get(worker);
    this.#running.delete(worker);
    this.#idle.push(worker);
    if (message.kind === 'outputs') job?.resolve(message.outputs);
    else if (message.kind === 'error') job?.reject(engineFailed(message.message));
    this.#dispatch();
    this.#tellDrained();
  }

  /** A thread died: what waits or runs cannot be answered, nor what comes later. */
  #fail(error: EmostreamError): void {
    this.#failure ??= error;
    const lost = [...this.#running.values(), ...this.#queue.splice(0)];
    this.#running.clear();
    for (const job of lost) job.reject(error);
    this.#tellDrained();
  }

  #tellDrained(): void {
    if (this.#running.size + this.#queue.length === 0) for (const tell of this.#drained.splice(0)) tell();
  }
}

function engineFailed(message: string): EmostreamError {
  return new EmostreamError(`the ONNX engine failed: ${message}`, {
    code: 'engine_failed',
    fault: 'environment',
  });
}
