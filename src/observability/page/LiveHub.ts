import type { ServerResponse } from 'node:http';
import type { LiveFeed } from './LiveFeed';
import { LiveReader, type ReaderPlace } from './LiveReader';

export interface LiveHubOptions {
  /** Most connections at the same time; 32. */
  maxReaders?: number;
  /** Milliseconds between two messages with labels; 100. */
  labelsMs?: number;
  /** Milliseconds without progress after which a connection is closed; 30,000. */
  stallMs?: number;
}

/** Counts are sent with every tenth message. */
const statsEvery = 10;

/** Sends new labels to the open pages, a few messages a second however many labels come. Without a page it is idle. */
export class LiveHub {
  readonly #feed: LiveFeed;
  readonly #maxReaders: number;
  readonly #labelsMs: number;
  readonly #stallMs: number;
  readonly #readers = new Map<ServerResponse, LiveReader>();
  #timer: NodeJS.Timeout | undefined;
  #ticks = 0;

  constructor(feed: LiveFeed, { maxReaders = 32, labelsMs = 100, stallMs = 30_000 }: LiveHubOptions = {}) {
    this.#feed = feed;

    this.#maxReaders = maxReaders;
    this.#labelsMs = labelsMs;
    this.#stallMs = stallMs;
  }

  /** Open pages. */
  get size(): number {
    return this.#readers.size;
  }

  get isFull(): boolean {
    return this.size >= this.#maxReaders;
  }

  /** Writes events to a response until its connection ends. Its headers must have been written. */
  join(response: ServerResponse, place: ReaderPlace): void {
    const reader = new LiveReader(response, this.#feed, place);
    this.#readers.set(response, reader);
    response.once('close', () => this.#leave(response));
    this.#timer ??= setInterval(() => this.tick(), this.#labelsMs).unref();
    reader.sendStats();
    reader.sendLabels();
  }

  /** Called by the timer: writes to all connections, closes those without progress. */
  tick(now = performance.now()): void {
    this.#ticks += 1;
    for (const [response, reader] of this.#readers) {
      if (reader.fullMs(now) > this.#stallMs) {
        response.destroy();
        continue;
      }
      reader.sendLabels();
      if (this.#ticks % statsEvery === 0) reader.sendStats();
    }
  }

  #leave(response: ServerResponse): void {
    this.#readers.delete(response);
    if (this.#readers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
