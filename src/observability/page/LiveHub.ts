import type { ServerResponse } from 'node:http';
import type { LiveFeed } from './LiveFeed';
import { LiveReader, type ReaderPlace } from './LiveReader';

export interface LiveHubOptions {
  /** Pages open at the same time; 32. */
  maxReaders?: number;
  /** Milliseconds between two messages with labels; 100. */
  labelsMs?: number;
  /** Milliseconds for which a connection may take nothing before it is ended; 30,000. */
  stallMs?: number;
}

/** Messages with labels for each one with counts. */
const statsEvery = 10;

/** The open pages: each gets what is new, a few messages a second however many labels come. Idle without a page. */
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
    return this.#readers.size >= this.#maxReaders;
  }

  /** Writes to the response, whose head is written, until its connection ends. */
  join(response: ServerResponse, place: ReaderPlace): void {
    const reader = new LiveReader(response, this.#feed, place);
    this.#readers.set(response, reader);
    response.once('close', () => this.#leave(response));
    this.#timer ??= setInterval(() => this.tick(), this.#labelsMs).unref();
    reader.sendStats();
    reader.sendLabels();
  }

  /** What the timer does: writes to all, ends those that take nothing. */
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
