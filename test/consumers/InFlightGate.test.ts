import { InFlightGate } from '../../src/consumers/InFlightGate';

const settled = async (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    promise.then(() => true),
    new Promise<false>((resolve) => setImmediate(() => resolve(false))),
  ]);

describe('InFlightGate', () => {
  it('lets in up to the bound of segments, then makes wait', async () => {
    const gate = new InFlightGate({ maxSegments: 2, maxBytes: 1000 });
    await gate.enter(1);
    await gate.enter(1);
    const third = gate.enter(1);
    expect(await settled(third)).toBe(false);
    gate.leave(1);
    expect(await settled(third)).toBe(true);
    expect(gate.segments).toBe(2);
  });

  it('lets in up to the bound of bytes, in the order of asking', async () => {
    const gate = new InFlightGate({ maxSegments: 10, maxBytes: 100 });
    await gate.enter(90);
    const big = gate.enter(50);
    const small = gate.enter(5);
    expect(await settled(small)).toBe(false);
    expect(gate.tryEnter(5)).toBe(false);
    gate.leave(90);
    expect(await settled(big)).toBe(true);
    expect(await settled(small)).toBe(true);
    expect(gate.bytes).toBe(55);
  });

  it('lets a record above the bound in when it is alone', async () => {
    const gate = new InFlightGate({ maxSegments: 10, maxBytes: 100 });
    await gate.enter(5000);
    const next = gate.enter(1);
    expect(await settled(next)).toBe(false);
    gate.leave(5000);
    expect(await settled(next)).toBe(true);
  });

  it('turns away who waits, and nobody else', async () => {
    const gate = new InFlightGate({ maxSegments: 1, maxBytes: 100 });
    await gate.enter(1);
    const waiting = [gate.enter(1), gate.enter(1)];
    gate.turnAway(new Error('rebalance'));
    for (const refused of waiting) await expect(refused).rejects.toThrow('rebalance');
    expect(gate.segments).toBe(1);
    gate.leave(1);
    expect(gate.tryEnter(1)).toBe(true);
  });
});
