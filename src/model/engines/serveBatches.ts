import { parentPort } from 'node:worker_threads';
import { EmostreamError, messageOf, type Fault } from '../../common/errors';
import type { PaddedBatch } from './padding';

/** From a worker thread: first `ready` or `error`, then the answer to each batch. */
export type WorkerMessage<About, Answer> =
  | { kind: 'ready'; about: About }
  | { kind: 'answer'; answer: Answer }
  | { kind: 'error'; error: WorkerError };

/** An error as it crosses from a worker thread, which keeps no class. */
export interface WorkerError {
  message: string;
  hint: string | undefined;
  /** Of an EmostreamError. */
  known: { code: string; fault: Fault } | undefined;
}

/** A model in a worker thread. */
export interface ServedModel<About, Answer> {
  /** What is told of it when it is ready. */
  about: About;
  run(batch: PaddedBatch): Answer | Promise<Answer>;
  /** Memory of an answer that goes to the other thread instead of being copied; none by default. */
  transfer?: (answer: Answer) => ArrayBuffer[];
}

/**
 * The worker's side of `WorkerPool`: loads a model, runs it once to warm it up, then answers each batch. An engine
 * computes on the thread that calls it, which would hold up Kafka's heartbeats and the metrics on the main thread.
 */
export function serveBatches<About, Answer>(load: () => Promise<ServedModel<About, Answer>>): void {
  const port = parentPort;
  if (port === null) throw new Error('this script runs as a worker thread');
  const reply = (message: WorkerMessage<About, Answer>, transfer: ArrayBuffer[] = []) =>
    port.postMessage(message, transfer);
  const replyWith = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      const known = error instanceof EmostreamError ? error : undefined;
      reply({ kind: 'error', error: { message: messageOf(error), hint: known?.hint, known: codeOf(known) } });
    }
  };
  void replyWith(async () => {
    const model = await load();
    await model.run({ ids: new Int32Array(1), lengths: Int32Array.of(1) });
    port.on('message', (batch: PaddedBatch) => {
      void replyWith(async () => {
        const answer = await model.run(batch);
        reply({ kind: 'answer', answer }, model.transfer?.(answer));
      });
    });
    reply({ kind: 'ready', about: model.about });
  });
}

function codeOf(error: EmostreamError | undefined): WorkerError['known'] {
  return error && { code: error.code, fault: error.fault };
}
