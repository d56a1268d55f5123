import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { kafkajsInternal, silentKafkajsLogger } from '../../support/kafkajsInternal';

interface FetchManager {
  start(): Promise<void>;
  stop(): Promise<void>;
}
const createFetchManager = kafkajsInternal('consumer/fetchManager') as (options: {
  logger: object;
  getNodeIds: () => string[];
  fetch: (nodeId: string) => Promise<unknown[]>;
  handler: () => Promise<void>;
}) => FetchManager;

/** More fetches than a manager that has stopped can have under way; where it spins, this ends the test. */
const manyFetches = 50;

it('makes no fetchers after a stop that comes while it waits to make new ones (a broker went away)', async () => {
  let nodes = ['1', '2'];
  let running = true;
  let fetchesAfterStop = 0;
  let answerOfNode2: () => void = () => undefined;
  const manager = createFetchManager({
    logger: silentKafkajsLogger,
    getNodeIds: () => nodes,
    // As Runner.fetch, which gives an empty answer at once when the consumer has stopped.
    fetch: async (node) => {
      if (!running) {
        fetchesAfterStop += 1;
        return fetchesAfterStop < manyFetches ? [] : new Promise(() => undefined);
      }
      if (node === '2') return new Promise((resolve) => (answerOfNode2 = () => resolve([])));
      await turnOfTheLoop();
      return [];
    },
    handler: () => Promise.resolve(),
  });

  const started = manager.start();
  await turnOfTheLoop();
  nodes = ['1'];
  // Fetcher 1 sees the change and ends; the manager waits for fetcher 2, which is still asking its broker.
  for (let turn = 0; turn < 5; turn++) await turnOfTheLoop();
  running = false;
  const stopped = manager.stop();
  answerOfNode2();
  for (let turn = 0; turn < 5; turn++) await turnOfTheLoop();

  expect(fetchesAfterStop).toBe(0);
  await stopped;
  await started;
});

it('makes new fetchers when a broker comes, and again after a stop', async () => {
  let nodes = ['1'];
  const asked = new Set<string>();
  const manager = createFetchManager({
    logger: silentKafkajsLogger,
    getNodeIds: () => nodes,
    fetch: async (node) => {
      asked.add(node);
      await turnOfTheLoop();
      return [];
    },
    handler: () => Promise.resolve(),
  });
  for (const added of [
    ['1', '2'],
    ['1', '2', '3'],
  ]) {
    const started = manager.start();
    await turnOfTheLoop();
    nodes = added;
    for (let turn = 0; turn < 10; turn++) await turnOfTheLoop();
    await manager.stop();
    await started;
  }
  expect([...asked]).toEqual(['1', '2', '3']);
});
