import { kafkajsInternal, silentKafkajsLogger } from '../../support/kafkajsInternal';

interface RequestQueue {
  push(request: object): void;
  fulfillRequest(answer: { correlationId: number; payload: unknown; size: number }): void;
  maybeThrottle(ms: number): void;
}
const RequestQueue = kafkajsInternal('network/requestQueue') as new (options: object) => RequestQueue;

function newQueue(): RequestQueue {
  return new RequestQueue({
    maxInFlightRequests: null,
    requestTimeout: 30_000,
    enforceRequestTimeout: true,
    clientId: 'test',
    broker: 'localhost:9092',
    logger: silentKafkajsLogger,
  });
}

function request(correlationId: number): object {
  const entry = { apiKey: 1, apiName: 'Test', apiVersion: 0, correlationId, resolve: () => undefined };
  return { expectResponse: true, sendRequest: () => undefined, entry };
}

describe('the queue of requests', () => {
  beforeEach(() => {
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
});
