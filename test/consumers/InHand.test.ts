import { InHand, type Sized } from '../../src/consumers/InHand';

const settled = async (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    promise.then(() => true),
    new Promise<false>((resolve) => setImmediate(() => resolve(false))),
  ]);

let places = 0;
function item(bytes: number, over: Partial<Sized> = {}): Sized {
  places += 1;
  return { bytes, partition: 0, place: places, timestamp: places, ...over };
}

describe('InHand', () => {
  it('lets in up to the bound of segments, then makes wait', async () => {
    const inHand = new InHand({ maxSegments: 2, maxBytes: 1000 });
    const first = item(1);
    await inHand.enter(first);
    await inHand.enter(item(1));
    const third = inHand.enter(item(1));
    expect(await settled(third)).toBe(false);
    inHand.leave(first);
    expect(await settled(third)).toBe(true);
    expect(inHand.segments).toBe(2);
  });

  it('lets in up to the bound of bytes, in the order of asking', async () => {
    const inHand = new InHand({ maxSegments: 10, maxBytes: 100 });
    const first = item(90);
    await inHand.enter(first);
    const big = inHand.enter(item(50));
    const small = inHand.enter(item(5));
    expect(await settled(small)).toBe(false);
    expect(inHand.tryEnter(item(5))).toBe(false);
    inHand.leave(first);
    expect(await settled(big)).toBe(true);
    expect(await settled(small)).toBe(true);
    expect(inHand.bytes).toBe(55);
  });

  it('lets an item above the bound in when it is alone', async () => {
    const inHand = new InHand({ maxSegments: 10, maxBytes: 100 });
    const giant = item(5000);
    await inHand.enter(giant);
    const next = inHand.enter(item(1));
    expect(await settled(next)).toBe(false);
    inHand.leave(giant);
    expect(await settled(next)).toBe(true);
  });

  it('knows the oldest of each partition, also when it is known by a copy', () => {
    const inHand = new InHand({ maxSegments: 10, maxBytes: 100 });
    const first = item(1, { timestamp: 10 });
    inHand.tryEnter(first);
    inHand.tryEnter(item(1, { timestamp: 11 }));
    inHand.tryEnter(item(1, { timestamp: 5, partition: 1 }));
    expect([0, 1, 2].map((partition) => inHand.oldest(partition))).toEqual([10, 5, undefined]);
    inHand.leave({ ...first });
    expect(inHand.oldest(0)).toBe(11);
  });

  it('cleared, holds nothing, lets nobody in who waited, and takes nothing back twice', async () => {
    const inHand = new InHand({ maxSegments: 1, maxBytes: 100 });
    const held = item(1);
    await inHand.enter(held);
    const waiting = inHand.enter(item(1));
    inHand.clear();
    inHand.leave(held);
    expect(inHand.segments).toBe(0);
    expect(await settled(waiting)).toBe(false);
    expect(inHand.tryEnter(item(1))).toBe(true);
    expect(inHand.segments).toBe(1);
  });
});
