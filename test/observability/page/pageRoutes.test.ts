import { HttpServer, type HttpServerOptions } from '../../../src/observability/HttpServer';
import { pageRoutes } from '../../../src/observability/page/pageRoutes';
import { makeFeed } from './feed';

const servers: HttpServer[] = [];
const token = 'abc-DEF_123';
const bearer = { authorization: `Bearer ${token}` };

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function start(options: Partial<HttpServerOptions> = {}): Promise<string> {
  const server = await HttpServer.start({
    routes: pageRoutes(makeFeed(), options.token),
    host: '127.0.0.1',
    port: 0,
    ...options,
  });
  servers.push(server);
  return `http://127.0.0.1:${server.port}`;
}

/** The status of /live, whose body never ends. */
async function mayRead(url: string, headers: Record<string, string>): Promise<number> {
  const abort = new AbortController();
  const { status } = await fetch(`${url}/live`, { headers, signal: abort.signal });
  abort.abort();
  return status;
}

it('serves the page and its files, with a policy that allows nothing from other hosts', async () => {
  const url = await start();
  const page = await fetch(`${url}/`);
  const html = await page.text();
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; /);
  const files = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path!);
  expect(files.sort()).toEqual(
    expect.arrayContaining(['/page/icon.svg', '/page/main.js', '/page/page.css', '/page/palette.css']),
  );
  for (const path of files) expect((await fetch(url + path)).status).toBe(200);
  // Everything is from here: no address of another site, no inline script or style.
  expect(html).not.toMatch(/https?:|<style|style=|<script(?! type="module" src="\/page\/main.js"><)| on\w+=/);
});

it('serves every module that the page loads', async () => {
  const url = await start();
  const seen = new Set<string>();
  const load = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    const response = await fetch(url + path);
    expect([path, response.status, response.headers.get('content-type')]).toEqual([
      path,
      200,
      'text/javascript; charset=utf-8',
    ]);
    const imports = [...(await response.text()).matchAll(/from '\.\/([\w.]+)'/g)];
    for (const [, name] of imports) await load(`/page/${name}`);
  };
  await load('/page/main.js');
  expect(seen.size).toBeGreaterThan(8);
});

it('allows reading without a token where none is set', async () => {
  const url = await start();
  expect(await (await fetch(`${url}/session`)).json()).toEqual({ allowed: true });
  expect(await mayRead(url, {})).toBe(200);
});

describe('where a token is set', () => {
  it('the page needs no token, its data does', async () => {
    const url = await start({ host: '0.0.0.0', token });
    for (const path of ['/', '/page/main.js', '/page/page.css']) {
      expect((await fetch(url + path)).status).toBe(200);
    }
    expect(await (await fetch(`${url}/session`)).json()).toEqual({ allowed: false });
    expect(await mayRead(url, {})).toBe(401);
    expect(await mayRead(url, bearer)).toBe(200);
    // In an address it would be in histories and logs: it does not count there.
    expect((await fetch(`${url}/live?token=${token}`)).status).toBe(401);
  });

  it('the token gives a cookie, with which the data can be read', async () => {
    const url = await start({ host: '0.0.0.0', token });
    const signedIn = await fetch(`${url}/session`, { headers: bearer });
    expect(await signedIn.json()).toEqual({ allowed: true });
    const cookie = signedIn.headers.get('set-cookie')!.split(';', 1)[0]!;
    expect(await mayRead(url, { cookie })).toBe(200);
    expect(await (await fetch(`${url}/session`, { headers: { cookie } })).json()).toEqual({ allowed: true });
    expect(await mayRead(url, { cookie: `${cookie.slice(0, -1)}x` })).toBe(401);
  });

  it('a wrong token is refused, and gives no cookie', async () => {
    const url = await start({ host: '0.0.0.0', token });
    const refused = await fetch(`${url}/session`, { headers: { authorization: 'Bearer nope' } });
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
    expect(await refused.json()).toEqual({ allowed: false });
  });
});
