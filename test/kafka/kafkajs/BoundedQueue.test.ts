import { BoundedQueue } from '../../../src/kafka/kafkajs/BoundedQueue';

test('a writer waits while it is full, and the order stays', async () => {
  const queue = new BoundedQueue<number>(2);
  let written = 0;
  const writing = (async () => {
    for (let n = 0; n < 10; n++) {
      await queue.put(n);
      written++;
    }
    queue.end();
  })();
  await new Promise(setImmediate);
  expect(written).toBe(2);
  const read: number[] = [];
  for await (const n of queue) read.push(n);
  await writing;
  expect(read).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('the end lets waiting writers go and tells them', async () => {
  const queue = new BoundedQueue<number>(1);
  expect(await queue.put(1)).toBe(true);
  const waiting = [queue.put(2), queue.put(3)];
  queue.end();
  expect(await Promise.all(waiting)).toEqual([false, false]);
  expect(await queue.put(4)).toBe(false);
});

test('an error comes after what was there', async () => {
  const queue = new BoundedQueue<number>(5);
  await queue.put(1);
  queue.end(new Error('lost'));
  const read: number[] = [];
  await expect(
    (async () => {
      for await (const n of queue) read.push(n);
    })(),
  ).rejects.toThrow('lost');
  expect(read).toEqual([1]);
});

test('a reader that waits is woken by an item and by the end', async () => {
  const queue = new BoundedQueue<string>(1);
  const reader = queue[Symbol.asyncIterator]();
  const first = reader.next();
  await queue.put('a');
  expect(await first).toEqual({ done: false, value: 'a' });
  const second = reader.next();
  queue.end();
  expect((await second).done).toBe(true);
});
