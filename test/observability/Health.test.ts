import { Health } from '../../src/observability/Health';

let time: number;
let health: Health;

beforeEach(() => {
  time = 1000;
  health = new Health({ stallMs: 60_000, now: () => time });
});

describe('readiness', () => {
  test('goes from starting to consuming to stopping', () => {
    expect(health.readiness()).toEqual({ ok: false, detail: 'starting: joining the consumer group' });
    health.starting('waiting for the broker');
    expect(health.readiness()).toEqual({ ok: false, detail: 'starting: waiting for the broker' });
    health.consuming(1);
    expect(health.readiness()).toEqual({ ok: true, detail: 'consuming' });
    health.stopping();
    expect(health.readiness()).toEqual({ ok: false, detail: 'stopping' });
  });
});

describe('liveness', () => {
  test('without lag it is alive for ever', () => {
    health.consuming(1);
    health.lag('segments', 0, 0);
    time += 1e9;
    expect(health.liveness()).toEqual({ ok: true, detail: 'no lag' });
  });

  test('with lag and without a commit it is dead after the stall time', () => {
    health.lag('segments', 0, 5);
    time += 59_999;
    expect(health.liveness()).toEqual({ ok: true, detail: 'lag of 5 records, 59 s without a commit' });
    time += 1;
    expect(health.liveness()).toEqual({ ok: false, detail: 'lag of 5 records, 60 s without a commit' });
  });

  test('a new value of the lag does not restart the stall time', () => {
    for (let i = 0; i < 7; i++) {
      health.lag('segments', 0, 5 + i);
      time += 10_000;
    }
    expect(health.liveness().ok).toBe(false);
  });

  test('a commit restarts the stall time', () => {
    health.lag('segments', 0, 5);
    time += 59_000;
    health.committed();
    time += 59_000;
    expect(health.liveness().ok).toBe(true);
    time += 1000;
    expect(health.liveness().ok).toBe(false);
  });

  test('time without lag does not count', () => {
    health.lag('segments', 0, 5);
    time += 50_000;
    health.lag('segments', 0, 0);
    time += 50_000;
    health.lag('segments', 0, 1);
    time += 50_000;
    expect(health.liveness().ok).toBe(true);
  });

  test('the lag of a revoked partition does not count', () => {
    health.lag('segments', 0, 5);
    health.lag('segments', 1, 0);
    time += 70_000;
    health.forgetPartition('segments', 0);
    health.lag('segments', 1, 0);
    expect(health.liveness()).toEqual({ ok: true, detail: 'no lag' });
  });

  test('a tagger that a rebalance leaves without partitions has nothing to commit', () => {
    health.lag('segments', 0, 5);
    health.forgetPartition('segments', 0);
    health.consuming(0);
    time += 70_000;
    expect(health.liveness()).toEqual({ ok: true, detail: 'no lag' });
  });

  test('one whose sessions fail one after the other is dead after the stall time', () => {
    for (let session = 0; session < 7; session++) {
      health.consuming(1);
      health.lag('segments', 0, 5);
      time += 5000;
      health.forgetPartition('segments', 0);
      health.starting('the session with the broker ended');
      time += 5000;
    }
    const detail = 'lag when it was last known, 70 s without a commit';
    expect(health.liveness()).toEqual({ ok: false, detail });
  });

  test('it is alive while it drains', () => {
    health.lag('segments', 0, 5);
    health.stopping();
    time += 70_000;
    expect(health.liveness().ok).toBe(true);
  });

  test("uses the process's clock by default", () => {
    const real = new Health({ stallMs: 1e9 });
    real.lag('segments', 0, 1);
    expect(real.liveness().ok).toBe(true);
  });
});
