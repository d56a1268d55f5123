import type { Hello, Labels, LiveEvents, Stats } from './protocol.js';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting';

export interface LiveListeners {
  events: { [E in keyof LiveEvents]: (data: LiveEvents[E]) => void };
  state: (state: ConnectionState) => void;
  /** The server needs a token. */
  signIn: () => void;
}

/** Counts come every second, so a connection without any event for this long is dead. */
const silenceMs = 10_000;
const retryMs = 2_000;

/**
 * The event source of one stream. A broken connection is opened again, after the last event. A hidden page closes its
 * connection, since a browser has only six for one server.
 */
export class LiveConnection {
  readonly #listeners: LiveListeners;
  #source: EventSource | undefined;
  /** The stream that is read, empty for all; undefined before the first one and while the server needs a token. */
  #streamId: string | undefined;
  #lastEventId = '';
  #watchdog = 0;
  #retry = 0;

  constructor(listeners: LiveListeners) {
    this.#listeners = listeners;

    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.#close();
      else this.#open();
    });
  }

  /** @param streamId empty for all */
  read(streamId: string): void {
    this.#streamId = streamId;
    this.#lastEventId = '';
    this.#listeners.state('connecting');
    this.#open();
  }

  #close(): void {
    this.#source?.close();
    this.#source = undefined;
    window.clearTimeout(this.#watchdog);
    window.clearTimeout(this.#retry);
  }

  #open(): void {
    this.#close();
    if (this.#streamId === undefined) return;
    const query = new URLSearchParams({ stream: this.#streamId, after: this.#lastEventId });
    const source = new EventSource(`/live?${query.toString()}`);
    this.#source = source;
    const { events } = this.#listeners;
    source.addEventListener('hello', (event) => events.hello(this.#take(event) as Hello));
    source.addEventListener('labels', (event) => events.labels(this.#take(event) as Labels));
    source.addEventListener('stats', (event) => events.stats(this.#take(event) as Stats));
    source.addEventListener('error', () => {
      this.#listeners.state('reconnecting');
      // The browser itself opens a broken connection again, but not a refused one.
      if (source.readyState === EventSource.CLOSED) void this.#refused();
    });
    this.#watch();
  }

  #take(event: MessageEvent<unknown>): unknown {
    this.#lastEventId = event.lastEventId;
    this.#watch();
    this.#listeners.state('live');
    return JSON.parse(String(event.data));
  }

  #watch(): void {
    window.clearTimeout(this.#watchdog);
    this.#watchdog = window.setTimeout(() => {
      this.#listeners.state('reconnecting');
      this.#open();
    }, silenceMs);
  }

  async #refused(): Promise<void> {
    this.#close();
    if (await mayRead().catch(() => true)) {
      this.#retry = window.setTimeout(() => this.#open(), retryMs);
      return;
    }
    this.#streamId = undefined;
    this.#listeners.signIn();
  }
}

/** Whether the server allows this browser to read; rejects when it does not answer. */
export async function mayRead(token?: string): Promise<boolean> {
  const headers: HeadersInit = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch('/session', { headers });
  return ((await response.json()) as { allowed: boolean }).allowed;
}
