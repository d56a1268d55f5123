import type { ServerResponse } from 'node:http';
import type { LiveEvents } from './client/protocol';
import type { LiveFeed } from './LiveFeed';

export interface ReaderPlace {
  /** The stream to read; all of them where it is empty. */
  streamId: string;
  /** The id of the last event seen in an earlier connection. */
  lastEventId?: string | undefined;
}

/** Most labels in one message. */
const labelsAtOnce = 300;
/** Most labels that a new reader gets at first. */
const labelsToBegin = 200;

/**
 * One open page. It keeps its place in the feed's ring instead of a queue of its own: while its connection is full,
 * nothing is written, and labels that the ring drops in the meantime are reported as missed. So even a slow reader
 * takes the memory of one message only.
 */
export class LiveReader {
  readonly #response: ServerResponse;
  readonly #feed: LiveFeed;
  readonly #streamId: string;
  /** Number of the last label written. */
  #seen: number;
  #fullSince: number | undefined;

  constructor(response: ServerResponse, feed: LiveFeed, place: ReaderPlace) {
    this.#response = response;
    this.#feed = feed;

    this.#streamId = place.streamId;
    this.#seen = this.#resumeAt(place.lastEventId);
    // Reconnect after a second; the browser's default is three.
    response.write('retry: 1000\n\n');
    this.#write('hello', feed.hello());
  }

  /**
   * Milliseconds since the connection became full; 0 while it is not.
   *
   * @param now milliseconds of a clock that never goes back
   */
  fullMs(now: number): number {
    this.#fullSince = this.#response.writableNeedDrain ? (this.#fullSince ?? now) : undefined;
    return this.#fullSince === undefined ? 0 : now - this.#fullSince;
  }

  /** Writes the new labels, unless the connection is full. */
  sendLabels(): void {
    const ring = this.#feed.ringOf(this.#streamId);
    if (ring === undefined) {
      // The stream has no labels yet, so none can be missed up to here.
      this.#seen = this.#feed.lastNumber;
      return;
    }
    if (this.#response.writableNeedDrain) return;
    const missed = this.#seen < ring.droppedUpTo;
    const labels = ring.after(this.#seen, labelsAtOnce);
    const last = labels.at(-1);
    if (last === undefined) return;
    this.#seen = last.n;
    this.#write('labels', { labels, missed });
  }

  /** Writes the current counts, unless the connection is full. */
  sendStats(): void {
    if (!this.#response.writableNeedDrain) this.#write('stats', this.#feed.stats(this.#streamId));
  }

  #resumeAt(lastEventId: string | undefined): number {
    const [, instance, number] = /^(\w+)\.(\d{1,15})$/.exec(lastEventId ?? '') ?? [];
    if (instance === this.#feed.instance) return Math.min(Number(number), this.#feed.lastNumber);
    const ring = this.#feed.ringOf(this.#streamId);
    // An unknown stream is read from its first label.
    return ring === undefined ? this.#feed.lastNumber : ring.numberBefore(labelsToBegin);
  }

  #write<E extends keyof LiveEvents>(event: E, data: LiveEvents[E]): void {
    const id = `${this.#feed.instance}.${this.#seen}`;
    this.#response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
