import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type AgentOptions } from 'node:https';

/** A private certificate authority or a client certificate, in the form of node:tls. */
export type TlsOptions = Pick<
  AgentOptions,
  'ca' | 'cert' | 'key' | 'passphrase' | 'rejectUnauthorized' | 'servername'
>;

export interface HttpJsonOptions {
  headers: Record<string, string>;
  /** Milliseconds for request and response together. */
  timeoutMs: number;
  tls?: TlsOptions | undefined;
}

export interface HttpAnswer {
  status: number;
  /** undefined where the body is not JSON. */
  body: unknown;
}

/** Schemas are small; a server that sends more is not a registry. */
const maxBodyBytes = 1024 * 1024;

/**
 * JSON over HTTP on kept-alive connections. It uses node:http, since `fetch` has no option for certificates.
 */
export class HttpJson {
  readonly #options: HttpJsonOptions;
  readonly #agents: { http: HttpAgent; https: HttpsAgent };

  constructor(options: HttpJsonOptions) {
    this.#options = options;

    this.#agents = {
      http: new HttpAgent({ keepAlive: true }),
      https: new HttpsAgent({ keepAlive: true, ...options.tls }),
    };
  }

  /** @throws Error when the server cannot be reached, is too slow or sends too much */
  async send(method: 'GET' | 'POST', url: URL, json?: object): Promise<HttpAnswer> {
    const { timeoutMs } = this.#options;
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const response = await this.#request(method, url, json, deadline);
      return { status: response.statusCode ?? 0, body: parse(await read(response)) };
    } catch (error) {
      if (deadline.aborted) throw new Error(`no answer within ${timeoutMs} ms`, { cause: error });
      throw error;
    }
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #request(
    method: string,
    url: URL,
    json: object | undefined,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const body = json === undefined ? undefined : Buffer.from(JSON.stringify(json), 'utf8');
    const secure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method,
        agent: secure ? this.#agents.https : this.#agents.http,
        headers: { ...this.#options.headers, ...(body && { 'content-length': body.length }) },
        signal,
      });
      request.on('response', resolve).on('error', reject).end(body);
    });
  }
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new Error(`the answer is longer than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
