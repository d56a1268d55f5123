import { sizeOf, splitBySize, type EncodedMessage } from '../../src/kafka/splitBySize';
import { sendableBatches } from '../../src/kafka/transactions/sendableBatches';

const message = (bytes: number): EncodedMessage => ({ key: 'k', value: Buffer.alloc(bytes) });

test('runs stay below the limit and keep the order', () => {
  const messages = [100, 300, 500, 50, 900, 10].map(message);
  const runs = splitBySize(messages, 1000);
  expect(runs.flat()).toEqual(messages);
  for (const run of runs) expect(run.reduce((sum, each) => sum + sizeOf(each), 0)).toBeLessThanOrEqual(1000);
  expect(runs.map((run) => run.length)).toEqual([3, 1, 2]);
});

test('what is too large by itself goes alone', () => {
  expect(splitBySize([message(10), message(5000), message(10)], 1000).map((run) => run.length)).toEqual([
    1, 1, 1,
  ]);
});

test('nothing gives nothing', () => {
  expect(splitBySize([], 1000)).toEqual([]);
  expect(sendableBatches([])).toEqual([]);
  expect(sendableBatches([{ topic: 'a', messages: [] }])).toEqual([]);
});

test('key, value and headers count, in bytes', () => {
  const bare = sizeOf({ key: null, value: null });
  expect(sizeOf({ key: 'añ', value: Buffer.alloc(7) })).toBe(bare + 3 + 7);
  const many = sizeOf({ key: null, value: null, headers: { h: ['ab', Buffer.alloc(3)] } });
  expect(many).toBeGreaterThanOrEqual(bare + 1 + 2 + 1 + 3);
});

test('several topics share a request as long as they have messages', () => {
  const large = Array.from({ length: 3 }, () => message(600 * 1024));
  const small = [message(1)];
  const requests = sendableBatches([
    { topic: 'labels', messages: large },
    { topic: 'letters', messages: small },
  ]);
  expect(requests.map((request) => request.map(({ topic }) => topic))).toEqual([
    ['labels', 'letters'],
    ['labels'],
    ['labels'],
  ]);
});
