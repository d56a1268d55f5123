import { setTimeout as delay } from 'node:timers/promises';

/** The time and a way to wait; tests have their own. */
export interface Clock {
  /** Unix time in milliseconds, for timestamps. */
  now(): number;
  /** Milliseconds of a clock that never goes back, from any origin, for waiting. */
  monotonicMs(): number;
  /** Resolves after that many milliseconds, or at once and without an error when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Node's timers hold 32 bits; a longer sleep is split. */
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
