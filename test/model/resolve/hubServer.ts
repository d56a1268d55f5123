import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A local HTTP server of the hub's shape with one repository, `someone/tiny`, and `someone/secret` behind a token. */
export interface HubServer {
  url: string;
  /** Paths asked for so far. */
  requests: string[];
  /** While set, the weights' connection breaks in the middle. */
  breaksOff: boolean;
  close(): Promise<void>;
}

export async function startHubServer(folder: string): Promise<HubServer> {
  const state = { url: '', requests: [] as string[], breaksOff: false };
  const server = createServer((request, response) => answer(folder, state, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, {
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

function answer(
  folder: string,
  state: { requests: string[]; breaksOff: boolean },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = (request.url ?? '').split('?')[0] ?? '';
  state.requests.push(path);
  const [, repo, file] =
    /^\/(?:api\/models\/)?(someone\/\w+)(?:\/tree\/main$|\/resolve\/main\/(.+)$)/.exec(path) ?? [];
  if (repo === 'someone/secret' && request.headers.authorization !== 'Bearer hf_right') {
    response.writeHead(401).end();
  } else if (repo !== 'someone/tiny' && repo !== 'someone/secret') {
    response.writeHead(404).end();
  } else if (file === undefined) {
    const files = readdirSync(folder).map((name) => ({
      type: 'file',
      oid: '0',
      path: name,
      size: statSync(join(folder, name)).size,
    }));
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(files));
  } else sendFile(join(folder, file), state.breaksOff && file === 'model.safetensors', request, response);
}

function sendFile(
  path: string,
  breaksOff: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const bytes = readFileSync(path);
  const [, from = '0', to = String(bytes.length - 1)] =
    /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
  const part = bytes.subarray(Number(from), Number(to) + 1);
  response.writeHead(request.headers.range === undefined ? 200 : 206, {
    ETag: '"1"',
    'Content-Length': part.length,
    'Content-Range': `bytes ${from}-${to}/${bytes.length}`,
  });
  if (!breaksOff || part.length < 2) response.end(part);
  else response.write(part.subarray(0, part.length / 2), () => response.destroy());
}
