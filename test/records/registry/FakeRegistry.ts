import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
  status: number;
  body: unknown;
}

/** Enough of a Confluent schema registry for the client's tests, with switches for its bad days. */
export class FakeRegistry {
  readonly #path: string;
  /** Requests seen: method, path, authorization. */
  readonly seen: { method: string; path: string; authorization: string | undefined }[] = [];
  /** Answers everything instead, while set. */
  instead: Answer | 'silence' | undefined;
  readonly #schemas: object[] = [];
  readonly #server: Server;

  constructor(path = '') {
    this.#path = path;

    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#path}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** @returns the id under which it is held */
  hold(entry: { schema: string; schemaType?: string; references?: object[] }): number {
    const known = this.#schemas.findIndex((held) => JSON.stringify(held) === JSON.stringify(entry));
    return known >= 0 ? known + 1 : this.#schemas.push(entry);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request;
    this.seen.push({ method, path, authorization: request.headers.authorization });
    let text = '';
    for await (const chunk of request) text += String(chunk);
    if (this.instead === 'silence') return;
    const { status, body } = this.instead ?? this.#answer(method, path.slice(this.#path.length), text);
    response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  #answer(method: string, path: string, text: string): Answer {
    const byId = /^\/schemas\/ids\/(-?\d+)$/.exec(path);
    if (method === 'GET' && byId) {
      const schema = this.#schemas[Number(byId[1]) - 1];
      return schema
        ? { status: 200, body: schema }
        : { status: 404, body: { error_code: 40403, message: 'Schema not found' } };
    }
    const subject = /^\/subjects\/[^/]+(\/versions)?$/.exec(path);
    if (method !== 'POST' || !subject) return { status: 404, body: '<h1>Not found</h1>' };
    const { schema } = JSON.parse(text) as { schema: string };
    if (subject[1] !== undefined) return { status: 200, body: { id: this.hold({ schema }) } };
    const id = this.#schemas.findIndex((held) => JSON.stringify(held) === JSON.stringify({ schema })) + 1;
    return id > 0
      ? { status: 200, body: { id } }
      : { status: 404, body: { error_code: 40403, message: 'Schema not found' } };
  }
}
