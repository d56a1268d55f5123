import type { Browser } from 'playwright-core';
import { ensureTopics } from '../../src/kafka/kafkajs/ensureTopics';
import type { TopicNames } from '../../src/kafka/topicPlan';
import { describeInChromium, launchChromium } from '../support/chromium';
import { killClis, type RunningCli, startCli } from '../support/cli';
import { freePort } from '../support/freePort';
import { segment } from '../support/segments';
import { publish } from '../support/taggerBench';
import { eventually, withBroker } from '../support/withBroker';

describeInChromium('the live page of emostream run', () => {
  const broker = withBroker();
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  afterEach(killClis);

  it('shows what the tagger commits, and goes on with the next tagger when that one is killed', async () => {
    const kafka = broker.kafka();
    const group = broker.group('page');
    const names: TopicNames = {
      segments: `segments-${group}`,
      labels: `labels-${group}`,
      deadLetters: `dead-${group}`,
    };
    await ensureTopics(kafka, { names, partitions: 1 });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/`;
    const start = async (): Promise<RunningCli> => {
      const tagger = startCli([
        ...['run', '--brokers', broker.brokers.join(','), '--group', group, '--http-port', String(port)],
        ...['--segments-topic', names.segments, '--emotions-topic', names.labels],
        ...['--dead-letter-topic', names.deadLetters],
      ]);
      await eventually('the page is served', async () => {
        if (tagger.child.exitCode !== null) throw new Error((await tagger.finished).stderr);
        return (await fetch(url).catch(() => undefined))?.status === 200;
      });
      return tagger;
    };
    const evil = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
    const send = async (sequence: number, text: string): Promise<void> =>
      publish(kafka, names.segments, [
        segment({ streamId: 'debate', sequence, text, speaker: 'Marta Rey', producedAt: Date.now() }),
      ]);

    const first = await start();
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(url);
    await send(0, '¡Qué alegría tan grande!');
    await send(1, evil);
    await send(2, ' ');
    const rows = page.locator('#transcript li');
    await rows.nth(1).waitFor({ timeout: 60_000 });
    expect(await rows.nth(0).innerText()).toMatch(/joy\s+\d+ %\s+Marta Rey: ¡Qué alegría tan grande!$/);
    expect(await rows.nth(1).locator('.said').textContent()).toBe(`debate Marta Rey: ${evil}`);
    await page.locator('#dead-letters', { hasText: '1' }).waitFor();
    await page.locator('#tagger', { hasText: 'tagger consuming' }).waitFor();
    expect(complaints).toEqual([]);

    first.child.kill('SIGKILL');
    await page.locator('#connection', { hasText: 'reconnecting' }).waitFor();
    await first.finished;
    const second = await start();
    await send(3, 'Seguimos adelante.');
    await rows.nth(3).waitFor({ timeout: 90_000 });
    expect(await rows.nth(2).textContent()).toContain('restarted');
    expect(await rows.nth(3).innerText()).toContain('Seguimos adelante.');
    expect(await page.locator('#connection').textContent()).toBe('live');
    // The browser reports each attempt while nobody listened; nothing else.
    expect(complaints.filter((complaint) => !complaint.includes('ERR_'))).toEqual([]);
    second.child.kill('SIGTERM');
    expect((await second.finished).code).toBe(0);
  }, 300_000);
});
