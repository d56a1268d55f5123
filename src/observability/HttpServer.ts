import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EmostreamError } from '../common/errors';
import { answer } from './http/answer';
import { bindError } from './http/bindError';
import { hostOfHeader, isLoopback } from './http/loopback';
import type { Route } from './http/Route';
import { carriesSession } from './http/session';
import { carriesToken } from './http/token';
import type { Logger } from '../common/Logger';

export interface HttpServerOptions {
  routes: readonly Route[];
  /** 0 takes a free one. */
  port: number;
  /** Takes a free one too where another program has `port`, and logs which. */
  orFreePort?: boolean;
  /** 127.0.0.1; another than a loopback address needs a token. */
  host?: string | undefined;
  /** Callers must send it (`Authorization: Bearer ...`) or a session's cookie, except to open routes. */
  token?: string | undefined;
  logger?: Pick<Logger, 'error' | 'warn'> | undefined;
}

/** On every answer; a route that shows a page sets its own content security policy. */
const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

interface Refusal {
  /** HTTP status. */
  refuse: number;
  why: string;
  headers?: Record<string, string>;
}

const connectionLimit = 256;
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;
const maxHeaderBytes = 16 * 1024;

/** Metrics, probes and what else has a route, for this machine alone unless told otherwise. */
export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #host: string;
  readonly #server: Server;

  private constructor(options: HttpServerOptions) {
    this.#options = options;

    this.#host = options.host ?? '127.0.0.1';
    this.#routes = new Map(options.routes.map((route) => [route.path, route]));
    this.#server = createServer(
      {
        headersTimeout: headersTimeoutMs,
        requestTimeout: requestTimeoutMs,
        maxHeaderSize: maxHeaderBytes,
      },
      (request, response) => void this.#serve(request, response),
    );
    this.#server.maxConnections = connectionLimit;
  }

  /**
   * Listens.
   *
   * @throws EmostreamError `http_token_missing`, `port_in_use`, `port_forbidden`, `bad_http_address`
   */
  static async start(options: HttpServerOptions): Promise<HttpServer> {
    const http = new HttpServer(options);
    const host = http.#host;
    if (!isLoopback(host) && !options.token) {
      throw new EmostreamError(`the HTTP server would be open to everyone who reaches ${host}`, {
        code: 'http_token_missing',
        fault: 'configuration',
        hint: 'Set a token that callers have to send, or bind it to 127.0.0.1.',
      });
    }
    try {
      await http.#listen(options.port);
    } catch (error) {
      const inUse = error instanceof EmostreamError && error.code === 'port_in_use';
      if (!inUse || options.orFreePort !== true) throw error;
      await http.#listen(0);
      const { url, port } = http;
      options.logger?.warn({ url }, `another program has port ${options.port}; this one listens on ${port}`);
    }
    return http;
  }

  async #listen(port: number): Promise<void> {
    const host = this.#host;
    await new Promise<void>((resolve, reject) => {
      const fail = (error: unknown) => reject(bindError(error, host, port));
      this.#server.once('error', fail);
      try {
        this.#server.listen({ host: host.replace(/^\[(.*)\]$/, '$1'), port }, () => {
          this.#server.off('error', fail);
          resolve();
        });
      } catch (error) {
        fail(error);
      }
    });
  }

  /** The port listened on. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Where to point a browser. */
  get url(): string {
    const { address, family } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${this.port}`;
  }

  /** Stops listening and ends what is open. Idempotent. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const route = this.#admit(request);
    if ('refuse' in route) {
      for (const [name, value] of Object.entries(route.headers ?? {})) response.setHeader(name, value);
      answer(response, route.refuse, `${route.why}\n`);
      return;
    }
    try {
      await route.handle(request, response);
    } catch (error) {
      this.#options.logger?.error({ err: error, path: route.path }, 'an HTTP request failed');
      if (response.headersSent) response.destroy();
      else answer(response, 500, 'something went wrong; the log has it\n');
    }
  }

  #admit(request: IncomingMessage): Route | Refusal {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return { refuse: 405, why: 'only GET and HEAD', headers: { allow: 'GET, HEAD' } };
    }
    if (!this.#isAddressed(request.headers.host)) return { refuse: 421, why: 'not a host of this server' };
    const route = this.#routes.get(pathOf(request));
    if (route === undefined) return { refuse: 404, why: 'no such page' };
    if (route.open !== true && !this.#isAllowed(request)) {
      return { refuse: 401, why: 'a token is needed', headers: { 'www-authenticate': 'Bearer' } };
    }
    return route;
  }

  /**
   * Against DNS rebinding: a page elsewhere that makes its own name point to 127.0.0.1 still sends that name. Bound
   * to the network the names are not known, and the token stands guard.
   */
  #isAddressed(hostHeader: string | undefined): boolean {
    if (!isLoopback(this.#host)) return true;
    return isLoopback(hostOfHeader(hostHeader ?? '').toLowerCase());
  }

  #isAllowed(request: IncomingMessage): boolean {
    const { token } = this.#options;
    const { authorization, cookie } = request.headers;
    return !token || carriesToken(authorization, token) || carriesSession(cookie, token, Date.now());
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
