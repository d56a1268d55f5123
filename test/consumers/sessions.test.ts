import { defer, firstValueFrom, from, NEVER, of, throwError } from 'rxjs';
import { leavingAfterwards, startAnewAfterFailure } from '../../src/consumers/sessions';
import { marbles } from '../support/marbles';

describe('startAnewAfterFailure', () => {
  const isPointless = (error: unknown): boolean => error === 'pointless';

  it('starts anew after pauses that grow', () =>
    marbles(({ cold, expectObservable, flush }) => {
      const pauses: number[] = [];
      const source = cold('a#');
      const onFailure = (_: unknown, pauseMs: number): unknown => pauses.push(pauseMs);
      const sessions = source.pipe(startAnewAfterFailure({ isPointless, onFailure, stop: NEVER }));
      expectObservable(sessions, '3600ms !').toBe('a 500ms a 1000ms a 2000ms a--');
      flush();
      expect(pauses).toEqual([500, 1000, 2000, 4000].slice(0, pauses.length));
      expect(pauses.length).toBeGreaterThanOrEqual(3);
    }));

  it('begins with a short pause again after a session that lasted', () =>
    marbles(({ cold, expectObservable, flush }) => {
      const pauses: number[] = [];
      let session = 0;
      const source = defer(() => {
        session += 1;
        return session === 3 ? cold('61s #') : cold('#');
      });
      const onFailure = (_: unknown, pauseMs: number): unknown => pauses.push(pauseMs);
      const sessions = source.pipe(startAnewAfterFailure({ isPointless, onFailure, stop: NEVER }));
      expectObservable(sessions, '63100ms !').toBe('63100ms -');
      flush();
      expect(pauses).toEqual([500, 1000, 500, 1000]);
    }));

  it('passes on what is pointless to try again', () =>
    marbles(({ cold, expectObservable }) => {
      const options = { isPointless, onFailure: () => undefined, stop: NEVER };
      expectObservable(cold('a#', undefined, 'pointless').pipe(startAnewAfterFailure(options))).toBe(
        'a#',
        undefined,
        'pointless',
      );
    }));

  it('told to stop in a pause, or in a session that then fails, completes', () =>
    marbles(({ cold, hot, expectObservable }) => {
      const options = { isPointless, onFailure: () => undefined };
      const inPause = cold('a#').pipe(startAnewAfterFailure({ ...options, stop: hot('101ms s') }));
      expectObservable(inPause).toBe('a 100ms |');
      const before = cold('a#').pipe(startAnewAfterFailure({ ...options, stop: of('already') }));
      expectObservable(before).toBe('a|');
    }));
});

describe('leavingAfterwards', () => {
  /** Leaving takes a turn of the event loop, and happens once. */
  function leaving(): { log: string[]; leave: () => Promise<void> } {
    const log: string[] = [];
    let left: Promise<void> | undefined;
    const leave = (): Promise<void> =>
      (left ??= new Promise((resolve) => setImmediate(() => resolve(void log.push('left')))));
    return { log, leave };
  }

  it('waits until it has left before it completes', async () => {
    const { log, leave } = leaving();
    const ended = from(['value']).pipe(leavingAfterwards(leave));
    await new Promise<void>((resolve) =>
      ended.subscribe({
        next: (value) => log.push(value),
        complete: () => {
          log.push('completed');
          resolve();
        },
      }),
    );
    expect(log).toEqual(['value', 'left', 'completed']);
  });

  it('waits until it has left before it passes an error on', async () => {
    const { log, leave } = leaving();
    const failing = throwError(() => new Error('broken')).pipe(leavingAfterwards(leave));
    await expect(firstValueFrom(failing)).rejects.toThrow('broken');
    expect(log).toEqual(['left']);
  });

  it('leaves when it is unsubscribed from', async () => {
    const { log, leave } = leaving();
    NEVER.pipe(leavingAfterwards(leave)).subscribe().unsubscribe();
    await leave();
    expect(log).toEqual(['left']);
  });
});
