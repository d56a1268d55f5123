import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { HttpServer, type HttpServerOptions } from '../../src/observability/HttpServer';
import { healthRoute } from '../../src/observability/http/healthRoute';
import { metricsRoute } from '../../src/observability/http/metricsRoute';
import type { Route } from '../../src/observability/http/Route';
import { Metrics } from '../../src/observability/Metrics';

const servers: HttpServer[] = [];
let alive = true;

const broken: Route = {
  path: '/broken',
  handle() {
    throw new Error('secret detail');
  },
};
const never: Route = { path: '/never', handle: () => undefined };

async function start(options: Partial<HttpServerOptions> = {}): Promise<HttpServer> {
  const metrics = new Metrics({ deadLetterReasons: [], nodeMetrics: false });
  const routes = [
    metricsRoute(metrics),
    healthRoute('/healthz', () => ({ ok: alive, detail: alive ? 'fine' : 'stuck' })),
    broken,
    never,
  ];
  const server = await HttpServer.start({ routes, host: '127.0.0.1', port: 0, ...options });
  servers.push(server);
  return server;
}

afterEach(async () => {
  alive = true;
  for (const server of servers.splice(0)) await server.close();
});

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Not fetch, which does not let a Host header be set. */
function ask(
  server: HttpServer,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { port: server.port, host: '127.0.0.1', path, headers, method },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    request.on('error', reject).end();
  });
}

test('serves the metrics on a free port of this machine', async () => {
  const server = await start();
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  const { status, headers, text } = await ask(server, '/metrics?x=1');
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(text).toContain('emostream_segments_consumed_total 0');
});

test('answers probes with 200 and 503', async () => {
  const server = await start();
  expect(await ask(server, '/healthz')).toMatchObject({ status: 200, text: 'fine\n' });
  alive = false;
  expect(await ask(server, '/healthz')).toMatchObject({ status: 503, text: 'stuck\n' });
});

test('HEAD has the headers and no body', async () => {
  const { status, headers, text } = await ask(await start(), '/healthz', {}, 'HEAD');
  expect([status, headers['content-length'], text]).toEqual([200, '5', '']);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
  expect(await ask(await start(), '/metrics', {}, method)).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD' },
  });
});

test('other paths are not found', async () => {
  const server = await start();
  for (const path of ['/', '/metrics/', '/../metrics', '/constructor']) {
    expect((await ask(server, path)).status).toBe(404);
  }
});

test('every response has the security headers, and none allows other origins', async () => {
  for (const path of ['/metrics', '/nowhere']) {
    const { headers } = await ask(await start(), path, { origin: 'http://evil.example' });
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('the name of another host that resolves to this one is refused (DNS rebinding)', async () => {
  const server = await start();
  for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1:80']) {
    expect((await ask(server, '/metrics', { host })).status).toBe(421);
  }
  for (const host of ['localhost', 'LOCALHOST:9464', '127.0.0.1:1', '[::1]:9464']) {
    expect((await ask(server, '/metrics', { host })).status).toBe(200);
  }
});

test('a request without a Host header (HTTP/1.0) is refused', async () => {
  const socket = connect((await start()).port, '127.0.0.1');
  socket.end('GET /metrics HTTP/1.0\r\n\r\n');
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1\.1 421 /);
});

test.each(['0.0.0.0', '::', '192.0.2.1', 'example.org'])('bound to %s it needs a token', async (host) => {
  await expect(start({ host })).rejects.toMatchObject({ code: 'http_token_missing', fault: 'configuration' });
  await expect(start({ host, token: '' })).rejects.toMatchObject({ code: 'http_token_missing' });
});

test('with a token, only callers who send it are let in; the probes need none', async () => {
  const server = await start({ host: '0.0.0.0', token: 'abc-DEF_123' });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  expect(await ask(server, '/metrics')).toMatchObject({
    status: 401,
    headers: { 'www-authenticate': 'Bearer' },
  });
  expect((await ask(server, '/metrics', bearer('abc'))).status).toBe(401);
  expect((await ask(server, '/metrics', { authorization: 'Basic abc-DEF_123' })).status).toBe(401);
  expect((await ask(server, '/metrics', bearer('abc-DEF_123'))).status).toBe(200);
  expect((await ask(server, '/healthz')).status).toBe(200);
  expect((await ask(server, '/metrics', { ...bearer('abc-DEF_123'), host: 'tagger:9464' })).status).toBe(200);
});

test('the error of a route is logged and not shown to the caller', async () => {
  const logged: object[] = [];
  const server = await start({
    logger: {
      error: (fields: object | string) => void logged.push(Object(fields) as object),
      warn: () => undefined,
    },
  });
  expect(await ask(server, '/broken')).toMatchObject({
    status: 500,
    text: 'internal error; see the log of the tagger\n',
  });
  expect(logged).toMatchObject([{ path: '/broken', err: { message: 'secret detail' } }]);
});

test('the error of a port in use says what to do', async () => {
  const { port } = await start();
  await expect(start({ port })).rejects.toMatchObject({
    code: 'port_in_use',
    fault: 'environment',
    message: `the HTTP server cannot use 127.0.0.1:${port}: another program uses that port`,
    hint: expect.stringContaining('--http-port') as string,
  });
});

test('where any port will do, it takes a free one instead of a port in use, and logs which', async () => {
  const { port } = await start();
  const logged: string[] = [];
  const logger = { error: () => undefined, warn: (_: object | string, text = '') => void logged.push(text) };
  const second = await start({ port, orFreePort: true, logger });
  expect(second.port).not.toBe(port);
  expect((await ask(second, '/healthz')).status).toBe(200);
  expect(logged).toEqual([`another program uses port ${port}; this tagger listens on ${second.port}`]);
  const third = await start({ port: 0, orFreePort: true, logger });
  expect(third.port).toBeGreaterThan(0);
  expect(logged).toHaveLength(1);
});

test.each([
  [{ port: 70_000 }, 'bad_http_address'],
  [{ host: '192.0.2.1', token: 'x' }, 'bad_http_address'],
])('%j cannot be listened on', async (options, code) => {
  await expect(start(options)).rejects.toMatchObject({ code, fault: 'configuration' });
});

test('close ends idle connections and pending responses', async () => {
  const server = await start();
  const idle = connect(server.port, '127.0.0.1');
  await new Promise((resolve) => idle.once('connect', resolve));
  const hanging = ask(server, '/never');
  hanging.catch(() => undefined);
  await ask(server, '/healthz');
  await server.close();
  await expect(hanging).rejects.toThrow();
  await server.close();
  idle.destroy();
});
