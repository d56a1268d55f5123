import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { kafkajsInternal, silentKafkajsLogger } from '../../support/kafkajsInternal';

interface RequestQueue {
  push(request: object): void;
  fulfillRequest(answer: { correlationId: number; payload: unknown; size: number }): void;
  waitForPendingRequests(): Promise<void>;
  scheduleRequestTimeoutCheck(): void;
  maybeThrottle(ms: number): void;
}
interface Connection {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  send(protocol: object): Promise<unknown>;
}
const RequestQueue = kafkajsInternal('network/requestQueue') as new (options: object) => RequestQueue;
const Connection = kafkajsInternal('network/connection') as new (options: object) => Connection;

const Encoder = kafkajsInternal('protocol/encoder') as new () => object;

const requestTimeout = 30_000;
let connected: boolean;

function newQueue(): RequestQueue {
  return new RequestQueue({
    maxInFlightRequests: null,
    requestTimeout,
    enforceRequestTimeout: true,
    clientId: 'test',
    broker: 'localhost:9092',
    logger: silentKafkajsLogger,
    isConnected: () => connected,
  });
}

function request(correlationId: number, over: object = {}): object {
  const entry = { apiKey: 1, apiName: 'Test', apiVersion: 0, correlationId, resolve: () => undefined };
  return { expectResponse: true, sendRequest: () => undefined, entry: { ...entry, ...over } };
}

describe('the queue of requests', () => {
  beforeEach(() => {
    connected = true;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('sets no timer while nothing waits to be sent', () => {
    const queue = newQueue();
    const setTimer = jest.spyOn(globalThis, 'setTimeout');
    queue.push(request(1));
    queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 });
    expect(setTimer).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends what waited when the time that the broker asked for is over', () => {
    const queue = newQueue();
    const sent: number[] = [];
    queue.maybeThrottle(500);
    queue.push({ ...request(1), sendRequest: () => sent.push(1) });
    jest.advanceTimersByTime(499);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(sent).toEqual([1]);
  });

  it('lets a request time out while the connection is being closed, which waits for it', async () => {
    const queue = newQueue();
    const failures: Error[] = [];
    queue.scheduleRequestTimeoutCheck();
    queue.push(request(1, { reject: (error: Error) => failures.push(error) }));
    connected = false;
    let over = false;
    void queue.waitForPendingRequests().then(() => (over = true));
    await jest.advanceTimersByTimeAsync(requestTimeout + 200);
    expect(failures.map(({ name }) => name)).toEqual(['KafkaJSRequestTimeoutError']);
    expect(over).toBe(true);
  });
});

describe('a connection that is being closed', () => {
  let server: Server;
  let broker: Socket | undefined;

  beforeEach(async () => {
    server = createServer((socket) => {
      broker = socket;
      // Takes everything and answers nothing.
      socket.resume().on('error', () => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    broker?.destroy();
    server.close();
  });

  it('is closed when the broker dies without having answered', async () => {
    const connection = new Connection({
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      logger: silentKafkajsLogger,
      requestTimeout,
      connectionTimeout: 5000,
      socketFactory: ({ port, onConnect }: { port: number; onConnect: () => void }) =>
        connect({ port, host: '127.0.0.1' }, onConnect),
    });
    await connection.connect();
    const answer = connection.send({
      request: { apiKey: 3, apiName: 'Metadata', apiVersion: 0, encode: async () => new Encoder() },
      response: {},
    });
    const failure = expect(answer).rejects.toThrow('Closed connection');
    await once(broker!, 'data');
    const disconnected = connection.disconnect();
    broker!.end();
    await disconnected;
    await failure;
  }, 5000);
});
