import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaJSError } from 'kafkajs';

export interface RetryTransientOptions {
  /** Milliseconds after which the last error is thrown. */
  deadlineMs: number;
  /** Milliseconds before the first repetition; doubled each time, at most a second. */
  firstPauseMs: number;
  /** Which errors pass by themselves. Default: those that kafkajs calls retriable. */
  isTransient?: (error: unknown) => boolean;
}

/** Repeats work that failed for a reason that passes, such as a coordinator that still loads its log. */
export async function retryTransient<T>(work: () => Promise<T>, options: RetryTransientOptions): Promise<T> {
  const { deadlineMs, firstPauseMs, isTransient = isRetriable } = options;
  const deadline = Date.now() + deadlineMs;
  for (let pause = firstPauseMs; ; pause = Math.min(1000, pause * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || Date.now() + pause > deadline) throw error;
    }
    await sleep(pause);
  }
}

function isRetriable(error: unknown): boolean {
  return error instanceof KafkaJSError && error.retriable;
}
