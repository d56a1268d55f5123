import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import { PartitionFeed } from '../../../src/kafka/kafkajs/PartitionFeed';

/** kafkajs with one partition: offsets are records, or markers where `markers` has them. */
function scene(markers: number[] = []) {
  const calls: string[] = [];
  const resolved: string[] = [];
  const feed = new PartitionFeed('topic', 0, {
    seek: (offset) => void calls.push(`seek ${offset}`),
    pause: () => void calls.push('pause'),
    resume: () => void calls.push('resume'),
  });
  let stale = false;
  let heartbeat = (): Promise<void> => Promise.resolve();
  /** What eachBatch is called with after a fetch of the offsets from `first` to `last`. */
  const fetched = (first: number, last: number): Promise<void> => {
    const offsets = Array.from({ length: last - first + 1 }, (_, n) => first + n);
    const messages = offsets.filter((offset) => !markers.includes(offset)).map(message);
    const batch = { messages, firstOffset: () => String(first), lastOffset: () => String(last) };
    return feed.take({
      batch,
      heartbeat: () => heartbeat(),
      isStale: () => stale,
      resolveOffset: (offset: string) => void resolved.push(offset),
    } as unknown as EachBatchPayload);
  };
  return {
    ...{ feed, calls, resolved, fetched },
    setStale: (value: boolean) => (stale = value),
    failHeartbeats: (error: Error) => (heartbeat = () => Promise.reject(error)),
  };
}

function message(offset: number): KafkaMessage {
  return {
    ...{ offset: String(offset), timestamp: '1', key: null, value: Buffer.from(String(offset)) },
    ...{ attributes: 0, headers: {} },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Reads in the background; what was read so far is there. */
function reading(feed: PartitionFeed, from: bigint, until?: bigint) {
  const read: number[] = [];
  const ended = (async () => {
    for await (const { offset } of feed.read(from, until)) read.push(Number(offset));
  })();
  return { read, ended };
}

test('a batch waits for its reader, and is resolved when the reader has it', async () => {
  const { feed, fetched, resolved, calls } = scene();
  const taken = fetched(0, 2);
  await turn();
  expect(resolved).toEqual([]);
  const { read } = reading(feed, 0n);
  await taken;
  expect(read).toEqual([0, 1, 2]);
  expect(resolved).toEqual(['2']);
  // The batch that waited began where the reader does.
  expect(calls).toEqual([]);
});

test('a reader that does not ask holds the batch back', async () => {
  const { feed, fetched, resolved } = scene();
  const records = feed.read(0n);
  const first = records.next();
  const taken = fetched(0, 2);
  expect((await first).value?.offset).toBe(0n);
  await turn();
  expect(resolved).toEqual([]);
  await records.next();
  await records.next();
  await taken;
  expect(resolved).toEqual(['2']);
});

test('kafkajs is sent to where the reader begins, and what it fetched before does not count', async () => {
  const { feed, fetched, calls, setStale } = scene();
  const { read } = reading(feed, 5n);
  expect(calls).toEqual(['seek 5']);
  setStale(true);
  await fetched(0, 9);
  expect(read).toEqual([]);
  setStale(false);
  await fetched(5, 7);
  expect(read).toEqual([5, 6, 7]);
});

test('a batch that waited and lies elsewhere is dropped for a seek, once: later gaps are in the topic', async () => {
  const { feed, fetched, calls, resolved } = scene();
  const taken = fetched(20, 22);
  await turn();
  const { read } = reading(feed, 5n);
  await taken;
  expect(calls).toEqual(['seek 5']);
  expect(resolved).toEqual([]);
  await fetched(5, 6);
  await fetched(40, 41);
  expect(read).toEqual([5, 6, 40, 41]);
});

test('records of a batch that is fetched again are not given twice', async () => {
  const { feed, fetched, failHeartbeats } = scene();
  const records = feed.read(0n);
  const first = records.next();
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
  const taken = fetched(0, 2);
  expect((await first).value?.offset).toBe(0n);
  failHeartbeats(new Error('the broker is away'));
  jest.advanceTimersByTime(1500);
  jest.useRealTimers();
  await expect(taken).rejects.toThrow('the broker is away');
  failHeartbeats(new Error('unused'));
  const again = fetched(0, 2);
  expect((await records.next()).value?.offset).toBe(1n);
  expect((await records.next()).value?.offset).toBe(2n);
  await again;
});

test('the markers behind the last record are read with it', async () => {
  const { feed, fetched } = scene([3, 4]);
  const { read } = reading(feed, 0n);
  await fetched(0, 4);
  expect(read).toEqual([0, 1, 2]);
  expect(feed.readTo).toEqual({ records: 3n, all: 5n });
});

test('a fetch of nothing but markers moves the reader, unless it lies elsewhere', async () => {
  const { feed, fetched } = scene();
  feed.skipped(0n, 9n);
  const { read, ended } = reading(feed, 0n, 6n);
  feed.skipped(7n, 9n);
  await turn();
  await fetched(0, 1);
  expect(feed.readTo).toEqual({ records: 2n, all: 2n });
  feed.skipped(2n, 5n);
  await ended;
  expect(read).toEqual([0, 1]);
});

test('with an end it stops there, pauses the partition and takes no further batch', async () => {
  const { feed, fetched, calls, resolved } = scene();
  const { read, ended } = reading(feed, 0n, 2n);
  await fetched(0, 5);
  await ended;
  expect(read).toEqual([0, 1]);
  expect(calls).toEqual(['seek 0', 'pause']);
  expect(resolved).toEqual([]);
  await fetched(2, 5);
  await reading(feed, 2n, 2n).ended;
  expect(calls.slice(2)).toEqual(['resume', 'seek 2', 'pause']);
});

test('an end that is reached already needs no record', async () => {
  const { feed } = scene();
  const { read, ended } = reading(feed, 9n, 9n);
  await ended;
  expect(read).toEqual([]);
});

test('when it is revoked the records end, and nothing is resolved, which would count for the next one', async () => {
  const { feed, fetched, resolved } = scene();
  const waiting = fetched(0, 2);
  feed.end();
  await waiting;
  const { read, ended } = reading(feed, 0n);
  await ended;
  expect(read).toEqual([]);

  const other = scene();
  const records = other.feed.read(0n);
  const first = records.next();
  const taken = other.fetched(0, 2);
  await first;
  other.feed.end();
  await taken;
  expect((await records.next()).done).toBe(true);
  expect([...resolved, ...other.resolved]).toEqual([]);
});

test('timers and sockets get their turn while many records are taken', async () => {
  const { feed, fetched } = scene();
  const { read } = reading(feed, 0n);
  void fetched(0, 999);
  let turns = 0;
  while (read.length < 1000) {
    await turn();
    turns += 1;
  }
  expect(turns).toBeGreaterThan(10);
});
