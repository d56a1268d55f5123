import { setTimeout as delay } from 'node:timers/promises';

/** The time, and a way to let it pass; tests bring their own. */
export interface Clock {
  /** Unix time in milliseconds, for stamps. */
  now(): number;
  /** Milliseconds from any origin, never going back, for waiting. */
  monotonicMs(): number;
  /** Resolves after that many milliseconds, or at once (without error) when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Timers hold 32 bits; a longer sleep is slept in parts. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    try {
      for (let left = milliseconds; left > 0; left -= longestTimerMs) {
        await delay(Math.min(left, longestTimerMs), undefined, signal && { signal });
      }
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};
