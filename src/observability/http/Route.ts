import type { IncomingMessage, ServerResponse } from 'node:http';

/** One path of the HTTP server. */
export interface Route {
  /** Exact path: `/metrics`. */
  path: string;
  /** Whether callers without the token are answered too: an orchestrator's probes have none. */
  open?: boolean;
  /** Gets GET and HEAD only; Node drops the body of a response to HEAD. Headers that are already set may be changed. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
}
