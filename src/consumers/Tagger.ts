import { setTimeout as delay } from 'node:timers/promises';
import { EmostreamError } from '../common/errors';
import { TaggerSession, type TaggerSessionEvents, type TaggerSessionParts } from './TaggerSession';

/** What a tagger tells: for metrics, health and logs. */
export interface TaggerEvents extends TaggerSessionEvents {
  /** A session failed; the next begins after the pause. */
  sessionFailed: (error: unknown, pauseMs: number) => void;
}

export interface TaggerOptions extends TaggerSessionParts {
  /** Milliseconds to finish what is in hand when told to stop. */
  drainMs: number;
  events: TaggerEvents;
}

const firstPauseMs = 500;
const longestPauseMs = 15_000;
/** A session that lasted so long was a good one: the next failure begins with a short pause again. */
const goodSessionMs = 60_000;

/**
 * Tags until told to stop: one session of the consumer group after another, with growing pauses while they fail.
 * A broker that restarts, a lost partition or a network that breaks ends a session, not the tagger.
 */
export class Tagger {
  readonly #options: TaggerOptions;
  #session: TaggerSession | undefined;

  constructor(options: TaggerOptions) {
    this.#options = options;
  }

  /** When the oldest record in hand of a partition was written, Unix milliseconds. */
  oldestTimestamp(partition: number): number | undefined {
    return this.#session?.oldestTimestamp(partition);
  }

  /**
   * @returns when the signal aborted and the work in hand is committed, or its time was up
   * @throws EmostreamError when going on is pointless: the classifier is gone, the configuration is wrong
   */
  async run(signal: AbortSignal): Promise<void> {
    const { events, drainMs } = this.#options;
    let pauseMs = firstPauseMs;
    while (!signal.aborted) {
      const startedAt = Date.now();
      this.#session = new TaggerSession(this.#options);
      try {
        await this.#session.run(signal, drainMs);
        return;
      } catch (error) {
        if (isPointless(error)) throw error;
        if (Date.now() - startedAt > goodSessionMs) pauseMs = firstPauseMs;
        events.sessionFailed(error, pauseMs);
      } finally {
        this.#session = undefined;
      }
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }
}

/** Whether another session would end the same way: all but the broker's and the network's troubles. */
function isPointless(error: unknown): boolean {
  return error instanceof EmostreamError && (error.fault !== 'environment' || error.code === 'engine_failed');
}
