import { setTimeout as delay } from 'node:timers/promises';
import { EmostreamError } from '../errors';
import type { Logger } from '../kafka/Logger';
import { TaggerSession, type TaggerSessionParts } from './TaggerSession';

export interface TaggerOptions extends TaggerSessionParts {
  /** Milliseconds to finish what is in hand when told to stop. */
  drainMs: number;
  /** A session failed, and the next begins after a pause. */
  onSessionFailed: (error: unknown) => void;
  logger: Logger;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Tags until told to stop: one session of the consumer group after another, with growing pauses while they fail.
 * A broker that restarts, a lost partition or a network that breaks ends a session, not the tagger.
 */
export class Tagger {
  #session: TaggerSession | undefined;

  constructor(private readonly options: TaggerOptions) {}

  /** For each partition in hand, how far behind it is; empty between sessions. */
  progress(): ReturnType<TaggerSession['progress']> {
    return this.#session?.progress() ?? [];
  }

  /**
   * @returns when the signal aborted and the work in hand is committed, or its time was up
   * @throws EmostreamError when going on is pointless: the classifier is gone, the configuration is wrong
   */
  async run(signal: AbortSignal): Promise<void> {
    const { logger, events } = this.options;
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const committed = (...args: Parameters<typeof events.committed>): void => {
        pauseMs = FIRST_PAUSE_MS;
        events.committed(...args);
      };
      this.#session = new TaggerSession({ ...this.options, events: { ...events, committed } });
      try {
        await this.#session.run(signal, this.options.drainMs);
        return;
      } catch (error) {
        if (isPointless(error)) throw error;
        this.options.onSessionFailed(error);
        logger.warn({ err: error, pauseMs }, 'the session with the broker ended; starting another');
      } finally {
        this.#session = undefined;
      }
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
}

/** Whether another session would end the same way: all but the broker's and the network's troubles. */
function isPointless(error: unknown): boolean {
  return error instanceof EmostreamError && (error.fault !== 'environment' || error.code === 'engine_failed');
}
