import type { IncomingMessage, ServerResponse } from 'node:http';

/** One address of the HTTP server; a file each. */
export interface Route {
  /** Exact path: `/metrics`. */
  path: string;
  /** Answered without the token too: probes of an orchestrator have none. */
  open?: boolean;
  /** Only GET and HEAD come here; Node drops the body of an answer to HEAD. Headers already set may be overwritten. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
}
