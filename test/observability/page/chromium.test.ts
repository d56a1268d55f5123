import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { HttpServer, type HttpServerOptions } from '../../../src/observability/HttpServer';
import { pageRoutes } from '../../../src/observability/page/pageRoutes';
import { describeInChromium, launchChromium } from '../../support/chromium';
import { eventually } from '../../support/withBroker';
import { label, makeFeed } from './feed';

const servers: HttpServer[] = [];

async function serve(feed: ReturnType<typeof makeFeed>, options: Partial<HttpServerOptions> = {}) {
  const routes = pageRoutes(feed, options.token);
  const server = await HttpServer.start({ routes, host: '127.0.0.1', port: 0, ...options });
  servers.push(server);
  return server;
}

describeInChromium('the live page in Chromium', () => {
  jest.setTimeout(120_000);
  let browser: Browser;
  /** What the browser complained of, and what it asked of others than the tagger. */
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    for (const server of servers.splice(0)) await server.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  async function show(
    url: string,
    look: { viewport?: { width: number; height: number }; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<Page> {
    const page = await (await browser.newContext(look)).newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`a script ran: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(url).origin)) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(url);
    return page;
  }

  const rows = (page: Page): Promise<number> => page.locator('#transcript li').count();
  const text = async (page: Page, selector: string): Promise<string> =>
    (await page.locator(selector).textContent()) ?? '';

  it('shows labels as they come, with name and confidence, and the figures', async () => {
    const feed = makeFeed();
    const page = await show((await serve(feed)).url);
    await page.locator('#connection', { hasText: 'live' }).waitFor();
    feed.labelled(label({ emotion: 'anger', speaker: 'Ana', text: '¡ya basta!', confidence: 0.876 }), 12);
    feed.deadLettered('empty_text');
    const row = page.locator('#transcript li');
    await row.waitFor();
    expect(await row.innerText()).toMatch(/^1:01\s+anger\s+88 %\s+Ana: ¡ya basta!$/);
    await page.locator('#labels', { hasText: '1' }).waitFor();
    expect(await text(page, '#p50')).toBe('12 ms');
    expect(await text(page, '#dead-letters')).toBe('1');
    expect(await text(page, '#tagger')).toBe('tagger consuming');
    expect(await text(page, '#model')).toBe('fake on none');
    expect(await page.locator('#shares tr', { hasText: 'anger' }).innerText()).toMatch(/100 %\s+1$/);
  });

  it('shows markup and script in a transcript as text', async () => {
    const feed = makeFeed();
    const evil = `<script>alert(1)</script><img src=x onerror="alert(2)"><b>`;
    feed.labelled(label({ text: evil, speaker: evil, streamId: evil, emotion: evil }), 1);
    const page = await show((await serve(feed)).url);
    await page.locator('#transcript li').waitFor();
    expect(await text(page, '#transcript .who')).toBe(`${evil}: `);
    expect(await text(page, '#transcript .said')).toContain(evil);
    await page.locator('#streams .name', { hasText: evil }).waitFor();
    expect(await page.locator('main script, main img, main b').count()).toBe(0);
  });

  it('shows times and emotions with --no-text', async () => {
    const feed = makeFeed({ texts: false });
    feed.labelled(label({ text: null }), 1);
    const page = await show((await serve(feed)).url);
    expect(await page.locator('#transcript li').innerText()).toMatch(/^1:01\s+joy\s+90 %$/);
    expect(await page.locator('#no-texts').isVisible()).toBe(true);
  });

  it('shows only the chosen stream, by keyboard, and keeps it in the address', async () => {
    const feed = makeFeed();
    for (const streamId of ['a', 'b', 'a']) feed.labelled(label({ streamId, text: `de ${streamId}` }), 1);
    const page = await show((await serve(feed)).url);
    await eventually('all are there', async () => (await rows(page)) === 3);
    await page.locator('#streams button', { hasText: /^a/ }).focus();
    await page.keyboard.press('Enter');
    await eventually('one stream is there', async () => (await rows(page)) === 2);
    expect(page.url()).toMatch(/\/#stream=a$/);
    expect(await page.locator('button[aria-pressed=true] .name').allTextContents()).toEqual(['a']);
    await page.reload();
    await eventually('it is there again', async () => (await rows(page)) === 2);
  });

  it('keeps up with 200 labels a second, in bounded memory and a few messages a second', async () => {
    const feed = makeFeed();
    const { url } = await serve(feed);
    const page = await show(url);
    await page.locator('#connection', { hasText: 'live' }).waitFor();
    const over = new AbortController();
    let messages = 0;
    const counting = fetch(`${url}/live`, { signal: over.signal }).then(async ({ body }) => {
      for await (const chunk of body!) {
        messages +=
          Buffer.from(chunk as Uint8Array)
            .toString()
            .match(/^event: labels$/gm)?.length ?? 0;
      }
    });
    let fed = 0;
    const startedAt = Date.now();
    while (fed < 2000) {
      for (; fed < (Date.now() - startedAt) / 5; fed++) {
        feed.labelled(label({ streamId: `stream-${fed % 8}`, text: `frase ${fed}` }), 5);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const seconds = (Date.now() - startedAt) / 1000;
    over.abort();
    await counting.catch(() => undefined);
    expect(messages).toBeGreaterThan(5);
    expect(messages / seconds).toBeLessThan(11);
    feed.labelled(label({ text: 'la última' }), 5);
    await page.locator('#transcript li', { hasText: 'la última' }).waitFor();
    expect(await rows(page)).toBe(300);
    expect(await page.locator('#transcript .note').count()).toBe(0);
    const said = await page.locator('#transcript .said').allTextContents();
    const numbers = said.slice(0, -1).map((words) => Number(/frase (\d+)/.exec(words)?.[1]));
    expect(numbers).toEqual(Array.from({ length: 299 }, (_, index) => fed - 299 + index));
  });

  it('adds nothing while it is paused, and does not scroll while the reader has scrolled up', async () => {
    const feed = makeFeed();
    for (let n = 0; n < 100; n++) feed.labelled(label({ text: `frase ${n}` }), 1);
    const page = await show((await serve(feed)).url);
    await eventually('all are there', async () => (await rows(page)) === 100);
    const scroller = "document.getElementById('scroller')";
    const scrollTop = (): Promise<number> => page.evaluate<number>(`${scroller}.scrollTop`);
    expect(await scrollTop()).toBeGreaterThan(500);

    await page.evaluate(`${scroller}.scrollTop = 0`);
    await page.locator('#latest').waitFor();
    feed.labelled(label(), 1);
    await eventually('it is there', async () => (await rows(page)) === 101);
    expect(await scrollTop()).toBe(0);
    await page.locator('#latest').click();
    expect(await scrollTop()).toBeGreaterThan(500);

    await page.locator('#pause').click();
    feed.labelled(label(), 1);
    await page.locator('#pause', { hasText: 'Resume (1 new)' }).waitFor();
    expect(await rows(page)).toBe(101);
    await page.locator('#pause').click();
    expect(await rows(page)).toBe(102);
  });

  it('closes its connection while the tab is hidden, and then continues after the last label', async () => {
    const feed = makeFeed();
    const page = await show((await serve(feed)).url);
    const look = (hidden: boolean): Promise<unknown> =>
      page.evaluate(
        `Object.defineProperty(document, 'hidden', { configurable: true, value: ${hidden} });` +
          "document.dispatchEvent(new Event('visibilitychange'))",
      );
    feed.labelled(label(), 1);
    await eventually('one is there', async () => (await rows(page)) === 1);
    await look(true);
    feed.labelled(label(), 1);
    await page.waitForTimeout(500);
    expect(await rows(page)).toBe(1);
    await look(false);
    await eventually('the other is there', async () => (await rows(page)) === 2);
    expect(await page.locator('#transcript .note').count()).toBe(0);
  });

  it('continues after a restart of the tagger, and says that there was one', async () => {
    const first = makeFeed();
    first.labelled(label({ text: 'antes' }), 1);
    const server = await serve(first);
    const { port } = server;
    const page = await show(server.url);
    await page.locator('#transcript li', { hasText: 'antes' }).waitFor();
    await server.close();
    await page.locator('#connection', { hasText: 'reconnecting' }).waitFor();
    expect(await text(page, '#announcer')).toBe('Connection lost, trying again.');

    const second = makeFeed();
    await serve(second, { port });
    second.labelled(label({ text: 'después' }), 1);
    await page.locator('#transcript li', { hasText: 'después' }).waitFor({ timeout: 60_000 });
    const said = await page.locator('#transcript li').allTextContents();
    expect(said).toHaveLength(3);
    expect(said[0]).toContain('antes');
    expect(said[1]).toContain('restarted');
    expect(await text(page, '#connection')).toBe('live');
    // The browser reports each attempt while nobody listened; nothing else.
    expect(complaints.splice(0).filter((complaint) => !complaint.includes('ERR_'))).toEqual([]);
  });

  it('asks for the token once, by form or by address, and keeps it in neither', async () => {
    const feed = makeFeed();
    feed.labelled(label({ text: 'secreto' }), 1);
    const { port } = await serve(feed, { host: '0.0.0.0', token: 's3cret' });
    const url = `http://127.0.0.1:${port}/`;
    const page = await show(url);
    await page.locator('#token').fill('wrong');
    await page.keyboard.press('Enter');
    await page.locator('#sign-in-error', { hasText: 'The token is wrong.' }).waitFor();
    // The browser itself reports that answer.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('401')]);
    await page.locator('#token').fill('s3cret');
    await page.locator('#sign-in button').click();
    await page.locator('#transcript li', { hasText: 'secreto' }).waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.reload();
    await page.locator('#transcript li', { hasText: 'secreto' }).waitFor();

    const other = await show(`${url}#token=s3cret`);
    await other.locator('#transcript li', { hasText: 'secreto' }).waitFor();
    expect(other.url()).toBe(url);
  });

  it('connects when there is room again, after too many pages were open', async () => {
    const feed = makeFeed();
    const { url } = await serve(feed);
    const aborts = Array.from({ length: 32 }, () => new AbortController());
    await Promise.all(aborts.map(({ signal }) => fetch(`${url}/live`, { signal })));
    const page = await show(url);
    await page.locator('#connection', { hasText: 'reconnecting' }).waitFor();
    expect(complaints.splice(0).every((complaint) => complaint.includes('503'))).toBe(true);
    for (const abort of aborts) abort.abort();
    await page.locator('#connection', { hasText: 'live' }).waitFor();
    complaints.splice(0);
  });

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    it.each([360, 1280])('has no fault that axe finds, and fits, at %i pixels', async (width) => {
      const feed = makeFeed({ emotions: ['neutral', 'disgust', 'anger', 'joy', 'sadness', 'fear', 'bliss'] });
      const streamId = `un-nombre-muy-largo-${'x'.repeat(200)}`;
      for (const { name } of feed.hello().emotions) {
        feed.labelled(label({ emotion: name, confidence: 1, speaker: 'Ana' }), 1);
        feed.labelled(label({ emotion: name, confidence: 0.4, streamId, text: 'w'.repeat(300) }), 1);
      }
      const page = await show((await serve(feed)).url, { colorScheme, viewport: { width, height: 740 } });
      await page.locator('#streams .name', { hasText: 'largo' }).waitFor();
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBe(0);
      await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
      const { violations } = await page.evaluate<{ violations: AxeViolation[] }>('axe.run()');
      const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
      expect(found).toEqual([]);
    });
  });
});

interface AxeViolation {
  id: string;
  nodes: { html: string }[];
}
