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
  /** 0 takes a free port. */
  port: number;
  /** Takes a free port also where another program uses `port`, and logs which. */
  orFreePort?: boolean;
  /** Any address but a loopback one needs a token. */
  host: string;
  /** Callers must send it (`Authorization: Bearer ...`) or a session cookie, except to open routes. */
  token?: string | undefined;
  logger?: Pick<Logger, 'error' | 'warn'> | undefined;
}

/** Sent with every response; the routes of the page set a content security policy of their own. */
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

/** Serves metrics, probes, the live page and other routes. */
export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #host: string;
  readonly #server: Server;

  private constructor(options: HttpServerOptions) {
    this.#options = options;

    this.#host = options.host;
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
   * Starts listening.
   *
   * @throws EmostreamError `http_token_missing`, `port_in_use`, `port_forbidden`, `bad_http_address`
   */
  static async start(options: HttpServerOptions): Promise<HttpServer> {
    const http = new HttpServer(options);
    const host = http.#host;
    if (!isLoopback(host) && !options.token) {
      throw new EmostreamError(
        `the HTTP server on ${host} needs a token: other machines can reach this address`,
        {
          code: 'http_token_missing',
          fault: 'configuration',
          hint: 'Set EMOSTREAM_HTTP_TOKEN, which callers then have to send, or use --http-host 127.0.0.1.',
        },
      );
    }
    try {
      await http.#listen(options.port);
    } catch (error) {
      const inUse = error instanceof EmostreamError && error.code === 'port_in_use';
      if (!inUse || options.orFreePort !== true) throw error;
      await http.#listen(0);
      const { url, port } = http;
      options.logger?.warn(
        { url },
        `another program uses port ${options.port}; this tagger listens on ${port}`,
      );
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

  /** The port on which it listens. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The address for a browser. */
  get url(): string {
    const { address, family } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${this.port}`;
  }

  /** Stops listening and closes all connections. Idempotent. */
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
      else answer(response, 500, 'internal error; see the log of the tagger\n');
    }
  }

  #admit(request: IncomingMessage): Route | Refusal {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return { refuse: 405, why: 'only GET and HEAD are allowed', headers: { allow: 'GET, HEAD' } };
    }
    if (!this.#isAddressed(request.headers.host)) {
      return { refuse: 421, why: 'the Host header names another server' };
    }
    const route = this.#routes.get(pathOf(request));
    if (route === undefined) return { refuse: 404, why: 'not found' };
    if (route.open !== true && !this.#isAllowed(request)) {
      return { refuse: 401, why: 'a valid token is needed', headers: { 'www-authenticate': 'Bearer' } };
    }
    return route;
  }

  /**
   * Protects against DNS rebinding: the page of an attacker whose name resolves to 127.0.0.1 still sends that name. On
   * other addresses the valid names are not known, and the token protects.
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
