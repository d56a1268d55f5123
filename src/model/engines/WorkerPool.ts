import { Worker } from 'node:worker_threads';
import { count } from '../../common/count';
import { EmostreamError, messageOf } from '../../common/errors';
import type { PaddedBatch } from './padding';
import type { WorkerError, WorkerMessage } from './serveBatches';

export interface WorkerPoolOptions {
  /** Absolute path of a compiled script that calls `serveBatches`. */
  script: string;
  /** What each worker is started with. */
  data: object;
  workers: number;
  /** What they run and from where, for messages: `the ONNX engine /models/x/engine.onnx`. */
  engine: string;
}

interface Job<Answer> {
  batch: PaddedBatch;
  /** What is asked, for messages. */
  task: string;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/** Worker threads with a model each, which take batches from one queue in order. */
export class WorkerPool<About, Answer> {
  /** What each worker told of its model when it was ready. */
  readonly about: About[] = [];
  readonly #options: WorkerPoolOptions;
  readonly #queue: Job<Answer>[] = [];
  readonly #idle: Worker[] = [];
  readonly #running = new Map<Worker, Job<Answer>>();
  readonly #workers: Worker[] = [];
  readonly #drained: (() => void)[] = [];
  #failure: EmostreamError | undefined;
  #closing: Promise<void> | undefined;

  private constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /**
   * Starts the workers; resolves when each has loaded the model and run it once.
   *
   * @throws EmostreamError `engine_failed` when one cannot, or the error that loading the model threw
   */
  static async start<About, Answer>(options: WorkerPoolOptions): Promise<WorkerPool<About, Answer>> {
    const pool = new WorkerPool<About, Answer>(options);
    try {
      await Promise.all(Array.from({ length: options.workers }, () => pool.#startWorker()));
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
  run(batch: PaddedBatch): Promise<Answer> {
    const { ids, lengths } = batch;
    const length = ids.length / lengths.length;
    const task = `running ${count(lengths.length, 'sequence')} of ${count(length, 'token')}`;
    if (this.#closing !== undefined) return Promise.reject(this.#failed(task, 'it is closed'));
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#queue.push({ batch, task, resolve, reject });
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

  #startWorker(): Promise<void> {
    const worker = new Worker(this.#options.script, { workerData: this.#options.data });
    this.#workers.push(worker);
    return new Promise((resolve, reject) => {
      let ready = false;
      const fail = (error: EmostreamError) => {
        reject(error);
        this.#die(error);
      };
      const task = () =>
        this.#running.get(worker)?.task ?? (ready ? 'waiting for work' : 'loading the model');
      worker.on('message', (message: WorkerMessage<About, Answer>) => {
        if (message.kind === 'ready') {
          ready = true;
          this.about.push(message.about);
          this.#idle.push(worker);
          resolve();
          this.#dispatch();
        } else if (this.#running.has(worker)) {
          this.#settle(worker, message);
        } else if (message.kind === 'error') {
          fail(this.#errorOf(task(), message.error));
        } else {
          fail(this.#failed(task(), 'its thread sent the answer to a batch that it had not been given'));
        }
      });
      worker.on('error', (error) => fail(this.#failed(task(), messageOf(error))));
      worker.on('exit', (code) => {
        if (this.#closing === undefined || this.#running.has(worker))
          fail(this.#failed(task(), `its thread ended with code ${code}`));
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

  #settle(worker: Worker, message: WorkerMessage<About, Answer>): void {
    const job = this.#running.get(worker);
    this.#running.delete(worker);
    this.#idle.push(worker);
    if (message.kind === 'answer') job?.resolve(message.answer);
    else if (message.kind === 'error') {
      const { message: text, hint } = message.error;
      job?.reject(this.#failed(job.task, text, hint));
    }
    this.#dispatch();
    this.#tellDrained();
  }

  /** A thread died: what waits or runs cannot be answered, nor what comes later. */
  #die(error: EmostreamError): void {
    this.#failure ??= error;
    const lost = [...this.#running.values(), ...this.#queue.splice(0)];
    this.#running.clear();
    for (const job of lost) job.reject(error);
    this.#tellDrained();
  }

  #tellDrained(): void {
    if (this.#running.size + this.#queue.length === 0) for (const tell of this.#drained.splice(0)) tell();
  }

  /** What loading threw is told as it is: it names the file or the package, and the way out. */
  #errorOf(task: string, { message, hint, known }: WorkerError): EmostreamError {
    if (known === undefined) return this.#failed(task, message, hint);
    return new EmostreamError(message, { ...known, ...(hint !== undefined && { hint }) });
  }

  #failed(task: string, problem: string, hint?: string): EmostreamError {
    return new EmostreamError(`${this.#options.engine} failed while ${task}: ${problem}`, {
      code: 'engine_failed',
      fault: 'environment',
      ...(hint !== undefined && { hint }),
    });
  }
}
