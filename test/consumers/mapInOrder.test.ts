import { setTimeout as delay } from 'node:timers/promises';
import { mapInOrder } from '../../src/consumers/mapInOrder';

async function* numbers(
  count: number,
  onPull: (n: number) => void = () => undefined,
): AsyncGenerator<number> {
  for (let n = 0; n < count; n++) {
    onPull(n);
    yield n;
  }
}

describe('mapInOrder', () => {
  it('gives the results in the order of the items, however late they come', async () => {
    const order: number[] = [];
    const slowFirst = (n: number): Promise<number> => delay(20 - n, n);
    for await (const n of mapInOrder(numbers(20), slowFirst, 20)) order.push(n);
    expect(order).toEqual([...Array(20).keys()]);
  });

  it('reads no further ahead than told', async () => {
    let given = 0;
    let ahead = 0;
    const source = numbers(50, (n) => (ahead = Math.max(ahead, n + 1 - given)));
    for await (const n of mapInOrder(source, (n) => Promise.resolve(n), 4)) given = n + 1;
    expect(given).toBe(50);
    expect(ahead).toBeLessThanOrEqual(5);
  });

  it('gives a result although the source is still waiting for its next item', async () => {
    const pausing = async function* (): AsyncGenerator<string> {
      yield 'first';
      await new Promise(() => undefined);
    };
    const results = mapInOrder(pausing(), (item) => Promise.resolve(item), 10);
    expect(await results.next()).toEqual({ done: false, value: 'first' });
  });

  it('throws what the map throws, after the results before it', async () => {
    const map = (n: number): Promise<number> => (n === 2 ? Promise.reject(new Error('engine')) : delay(5, n));
    const results = mapInOrder(numbers(5), map, 5);
    expect((await results.next()).value).toBe(0);
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow('engine');
  });

  it('throws what the source throws', async () => {
    const failing = async function* (): AsyncGenerator<number> {
      yield 1;
      throw new Error('disk');
    };
    const results = mapInOrder(failing(), (n) => Promise.resolve(n), 2);
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow('disk');
  });
});
