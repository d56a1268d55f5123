import { Observable, of, Subject, throwError, timer } from 'rxjs';
import { map } from 'rxjs/operators';
import { type MicroBatchLimits, microBatch } from '../../src/consumers/microBatch';
import { marbles } from '../support/marbles';

const limits: MicroBatchLimits = { maxSegments: 3, maxTokens: 100, lingerMs: 5, concurrency: 1 };

/** A letter is an item of one token; a run takes `runMs`. */
function batch(
  source: Observable<string>,
  runMs: number | ((items: string[]) => number),
  over: Partial<MicroBatchLimits> = {},
  tokensOf: (item: string) => number = () => 1,
): Observable<string> {
  const run = (items: string[]): Observable<string> =>
    timer(typeof runMs === 'number' ? runMs : runMs(items)).pipe(map(() => items.join('')));
  return source.pipe(microBatch(run, tokensOf, { ...limits, ...over }));
}

describe('microBatch', () => {
  it('sends a full batch at once', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('(abc)-----------|');
      expectObservable(batch(source, 2)).toBe('--x-------------|', { x: 'abc' });
    }));

  it('lets a lone item wait for the linger, not longer', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('a---------------|');
      expectObservable(batch(source, 2)).toBe('-------x--------|', { x: 'a' });
    }));

  it('counts the linger from the first item of the batch', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('a--b------------|');
      expectObservable(batch(source, 2)).toBe('-------x--------|', { x: 'ab' });
    }));

  it('gathers while a run is busy, and sends what was gathered when it ends', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('(abc)d-e---------------|');
      expectObservable(batch(source, 12)).toBe('------------x-----------(y|)', { x: 'abc', y: 'de' });
    }));

  it('cuts at the token bound, and runs an item above the bound alone', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('(abc|)');
      const tokens: Record<string, number> = { a: 60, b: 60, c: 500 };
      const result = batch(source, 1, {}, (item) => tokens[item]!);
      expectObservable(result).toBe('-xy(z|)', { x: 'a', y: 'b', z: 'c' });
    }));

  it('emits in the order of the batches when several run at once', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('(abcdef)-----------|');
      const result = batch(source, (items) => (items[0] === 'a' ? 9 : 2), { concurrency: 2 });
      expectObservable(result).toBe('---------(xy)------|', { x: 'abc', y: 'def' });
    }));

  it('sends what is gathered when the source completes, then completes', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('ab|');
      expectObservable(batch(source, 2)).toBe('----(x|)', { x: 'ab' });
    }));

  it('completes at once for an empty source', () =>
    marbles(({ hot, expectObservable }) => expectObservable(batch(hot('---|'), 2)).toBe('---|')));

  it('passes on an error of the source and of a run', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(batch(hot('ab#'), 2)).toBe('--#');
      const failing = hot('(abc)---|').pipe(
        microBatch(
          () => throwError(() => 'engine'),
          () => 1,
          limits,
        ),
      );
      expectObservable(failing).toBe('#', undefined, 'engine');
    }));

  it('does not hold a batch when the wall clock is set back', async () => {
    jest.useFakeTimers({ now: 1_000_000 });
    const batches: string[][] = [];
    const source = new Subject<string>();
    const run = (items: string[]): Observable<string> => {
      batches.push(items);
      return of('done');
    };
    source.pipe(microBatch(run, () => 1, limits)).subscribe();
    source.next('a');
    jest.setSystemTime(1);
    await jest.advanceTimersByTimeAsync(6);
    expect(batches).toEqual([['a']]);
    source.next('b');
    jest.setSystemTime(0);
    source.next('c');
    await jest.advanceTimersByTimeAsync(6);
    expect(batches).toEqual([['a'], ['b', 'c']]);
    jest.useRealTimers();
  });

  it('stops its timer and its runs when unsubscribed', () =>
    marbles(({ hot, expectObservable, flush }) => {
      let started = 0;
      const source = hot('a-------');
      const run = (): Observable<string> => new Observable(() => void (started += 1));
      expectObservable(source.pipe(microBatch(run, () => 1, limits)), '--!').toBe('---');
      flush();
      expect(started).toBe(0);
    }));
});
