import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { HttpServer } from '../../../src/observability/HttpServer';
import type { Route } from '../../../src/observability/http/Route';
import type { Labels, Stats } from '../../../src/observability/page/client/protocol';
import { LiveHub, type LiveHubOptions } from '../../../src/observability/page/LiveHub';
import { liveRoute } from '../../../src/observability/page/liveRoute';
import { eventually } from '../../support/withBroker';
import { label, makeFeed } from './feed';

const servers: HttpServer[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await server.close();
});

interface Desk {
  feed: ReturnType<typeof makeFeed>;
  hub: LiveHub;
  /** The server's side of each connection. */
  responses: ServerResponse[];
  port: number;
}

/** A hub behind a real server; its timer does nothing, the test ticks. */
async function open(options: LiveHubOptions = {}, feed = makeFeed()): Promise<Desk> {
  const hub = new LiveHub(feed, { labelsMs: 1e8, ...options });
  const responses: ServerResponse[] = [];
  const route = liveRoute(hub);
  const watched: Route = {
    path: route.path,
    handle: (request, response) => {
      responses.push(response);
      return route.handle(request, response);
    },
  };
  const server = await HttpServer.start({ routes: [watched], host: '127.0.0.1', port: 0 });
  servers.push(server);
  return { feed, hub, responses, port: server.port };
}

/** A reader that can stop reading, as fetch and EventSource cannot. */
class Reader {
  text = '';
  readonly socket: Socket;

  constructor(port: number, path = '/live', headers = '') {
    this.socket = connect(port, '127.0.0.1');
    sockets.push(this.socket);
    this.socket.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
    this.socket.on('error', () => undefined);
    this.socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`);
  }

  events<T>(name: string): T[] {
    return [...this.text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)]
      .filter(([, event]) => event === name)
      .map(([, , data]) => JSON.parse(data!) as T);
  }

  get labels(): number[] {
    return this.events<Labels>('labels').flatMap(({ labels }) => labels.map(({ n }) => n));
  }

  get lastId(): string {
    return this.text
      .match(/^id: .*$/gm)!
      .at(-1)!
      .slice(4);
  }

  async greeted(): Promise<this> {
    await eventually('it got the first counts', () => this.events('stats').length > 0);
    return this;
  }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

function feedLabels({ feed }: Desk, count: number, over: Parameters<typeof label>[0] = {}): void {
  for (let done = 0; done < count; done++) feed.labelled(label(over), 10);
}

it('begins with the latest labels and the counts', async () => {
  const desk = await open();
  feedLabels(desk, 250);
  const reader = await new Reader(desk.port).greeted();
  expect(reader.text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(reader.text).toContain('content-type: text/event-stream');
  await eventually('they have come', () => reader.labels.length > 0);
  expect(reader.labels).toEqual(range(51, 250));
  expect(reader.events<Labels>('labels')).toMatchObject([{ missed: false }]);
  expect(reader.events<Stats>('stats')).toMatchObject([{ totals: { labels: 250 } }]);
});

it('sends new labels in one message a tick, however many there are', async () => {
  const desk = await open();
  const reader = await new Reader(desk.port).greeted();
  feedLabels(desk, 20);
  desk.hub.tick();
  desk.hub.tick();
  feedLabels(desk, 1);
  desk.hub.tick();
  await eventually('all have come', () => reader.labels.length === 21);
  expect(reader.events('labels')).toHaveLength(2);
});

it('sends the counts at every tenth tick', async () => {
  const desk = await open();
  const reader = await new Reader(desk.port).greeted();
  for (let tick = 0; tick < 20; tick++) desk.hub.tick();
  await eventually('they have come', () => reader.events('stats').length === 3);
});

it('sends the chosen stream only', async () => {
  const desk = await open();
  const reader = await new Reader(desk.port, '/live?stream=caf%C3%A9%20%26%20co').greeted();
  feedLabels(desk, 1, { streamId: 'café & co' });
  feedLabels(desk, 2, { streamId: 'other' });
  feedLabels(desk, 1, { streamId: 'café & co' });
  desk.hub.tick();
  await eventually('they have come', () => reader.labels.length === 2);
  expect(reader.labels).toEqual([1, 4]);
  expect(reader.events<Labels>('labels')).toMatchObject([{ missed: false }]);
});

it('reports nothing missed of a stream that begins long after the reader connected', async () => {
  const desk = await open();
  const reader = await new Reader(desk.port, '/live?stream=late').greeted();
  feedLabels(desk, 5000);
  desk.hub.tick();
  feedLabels(desk, 1, { streamId: 'late' });
  desk.hub.tick();
  await eventually('it has come', () => reader.labels.length === 1);
  expect(reader.events<Labels>('labels')).toMatchObject([{ missed: false }]);
});

describe('a reader that connects again', () => {
  it.each(['header', 'query'])('continues after the last event it got (%s)', async (way) => {
    const desk = await open();
    feedLabels(desk, 5);
    const before = await new Reader(desk.port).greeted();
    await eventually('they have come', () => before.labels.length === 5);
    before.socket.destroy();
    feedLabels(desk, 3);
    const id = before.lastId;
    const after = await (
      way === 'header'
        ? new Reader(desk.port, '/live', `Last-Event-ID: ${id}\r\n`)
        : new Reader(desk.port, `/live?after=${id}`)
    ).greeted();
    await eventually('they have come', () => after.labels.length > 0);
    expect(after.labels).toEqual([6, 7, 8]);
    expect(after.events<Labels>('labels')).toMatchObject([{ missed: false }]);
  });

  it('learns that it missed labels which are not kept any more', async () => {
    const desk = await open({}, makeFeed({ limits: { labels: 10 } }));
    feedLabels(desk, 5);
    const before = await new Reader(desk.port).greeted();
    await eventually('they have come', () => before.labels.length === 5);
    const { lastId } = before;
    feedLabels(desk, 20);
    const after = await new Reader(desk.port, `/live?after=${lastId}`).greeted();
    await eventually('they have come', () => after.labels.length > 0);
    expect(after.labels).toEqual(range(16, 25));
    expect(after.events<Labels>('labels')).toMatchObject([{ missed: true }]);
  });

  it.each(['0badcafe.3', 'nonsense', `${'9'.repeat(400)}.1`])(
    'from another process gets the latest labels: %s',
    async (id) => {
      const desk = await open();
      feedLabels(desk, 5);
      const reader = await new Reader(desk.port, '/live', `Last-Event-ID: ${id}\r\n`).greeted();
      await eventually('they have come', () => reader.labels.length > 0);
      expect(reader.labels).toEqual([1, 2, 3, 4, 5]);
    },
  );
});

describe('a reader that does not read', () => {
  const text = 'x'.repeat(490);

  it('takes the memory of one message, whatever it has not read', async () => {
    const desk = await open();
    const reader = await new Reader(desk.port).greeted();
    reader.socket.pause();
    let most = 0;
    // 200,000 labels of some 600 bytes: 120 MB.
    for (let round = 0; round < 2000; round++) {
      feedLabels(desk, 100, { text });
      desk.hub.tick(0);
      await turn();
      most = Math.max(most, desk.responses[0]!.writableLength);
    }
    expect(desk.responses[0]!.writableNeedDrain).toBe(true);
    expect(most).toBeGreaterThan(10_000);
    expect(most).toBeLessThan(400_000);
    expect(desk.hub.size).toBe(1);

    reader.socket.resume();
    await eventually('it has caught up', () => {
      desk.hub.tick(0);
      return reader.labels.at(-1) === 200_000;
    });
    expect(reader.events<Labels>('labels').some(({ missed }) => missed)).toBe(true);
    const { labels } = reader;
    expect(labels.every((n, index) => index === 0 || n > labels[index - 1]!)).toBe(true);
  }, 120_000);

  it('is disconnected after a while; one that reads is not', async () => {
    const desk = await open({ stallMs: 1000 });
    const idle = await new Reader(desk.port).greeted();
    const good = await new Reader(desk.port).greeted();
    idle.socket.pause();
    await eventually('its connection is full', async () => {
      feedLabels(desk, 300, { text });
      desk.hub.tick(0);
      await turn();
      return desk.responses[0]!.writableNeedDrain;
    });
    await eventually('the other has read all', () => {
      desk.hub.tick(500);
      return good.labels.at(-1) === desk.feed.lastNumber && !desk.responses[1]!.writableNeedDrain;
    });
    expect(desk.hub.size).toBe(2);
    desk.hub.tick(1501);
    await eventually('it is gone', () => desk.hub.size === 1);
    expect(desk.responses[0]!.destroyed).toBe(true);
    expect(desk.responses[1]!.destroyed).toBe(false);
  }, 120_000);
});

it('refuses more readers than it may have, until one leaves', async () => {
  const desk = await open({ maxReaders: 2 });
  const first = await new Reader(desk.port).greeted();
  await new Reader(desk.port).greeted();
  const third = new Reader(desk.port);
  await eventually('it is refused', () => third.text.startsWith('HTTP/1.1 503 '));
  expect(third.text).toContain('retry-after: 10');
  first.socket.destroy();
  await eventually('there is room', () => !desk.hub.isFull);
  await new Reader(desk.port).greeted();
});

it('runs a timer only while there are readers', async () => {
  const set = jest.spyOn(global, 'setInterval');
  const cleared = jest.spyOn(global, 'clearInterval');
  const desk = await open({ labelsMs: 987_654 });
  const ours = (): number => set.mock.calls.filter(([, ms]) => ms === 987_654).length;
  expect(ours()).toBe(0);
  const readers = [await new Reader(desk.port).greeted(), await new Reader(desk.port).greeted()];
  expect(ours()).toBe(1);
  cleared.mockClear();
  for (const { socket } of readers) socket.destroy();
  await eventually('they are gone', () => desk.hub.size === 0);
  expect(cleared).toHaveBeenCalled();
  set.mockRestore();
  cleared.mockRestore();
});

it('answers HEAD without staying open', async () => {
  const desk = await open();
  const response = await fetch(`http://127.0.0.1:${desk.port}/live`, { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(desk.hub.size).toBe(0);
});
