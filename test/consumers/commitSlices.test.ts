import * as fc from 'fast-check';
import { from, lastValueFrom, map, Observable, of, throwError, timer, toArray } from 'rxjs';
import { commitSlices } from '../../src/consumers/commitSlices';
import { marbles } from '../support/marbles';

interface Item {
  name: string;
  bytes: number;
}

const items: Record<string, Item> = Object.fromEntries(
  Array.from('abcdef').map((name) => [name, { name, bytes: 10 }]),
);

const limits = { maxItems: 3, maxBytes: 1000 };
/** A commit that takes so many milliseconds. */
const taking = (ms: number) => (): Observable<unknown> => timer(ms);
const names = map((slice: Item[]) => slice.map(({ name }) => name).join(''));

describe('commitSlices', () => {
  it('commits at once when idle, and gathers the next slice while one commits', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('  a-bc--------|', items);
      const committed = source.pipe(commitSlices(taking(5), limits), names);
      expectObservable(committed).toBe('-----x----y-|', { x: 'a', y: 'bc' });
    }));

  it('emits a slice when it is committed, and completes after the last', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('  a|', items);
      expectObservable(source.pipe(commitSlices(taking(4), limits), names)).toBe('----(x|)', { x: 'a' });
    }));

  it('bounds a slice in items', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('  (abcdef|)', items);
      const committed = source.pipe(commitSlices(taking(2), limits), names);
      expectObservable(committed).toBe('--x-y-(z|)', { x: 'a', y: 'bcd', z: 'ef' });
    }));

  it('bounds a slice in bytes, and commits an item above the bound alone', () =>
    marbles(({ hot, expectObservable }) => {
      const sizes: Record<string, number> = { a: 600, b: 600, c: 5000, d: 100, e: 100 };
      const sized = Object.fromEntries(Object.entries(sizes).map(([name, bytes]) => [name, { name, bytes }]));
      const source = hot<Item>('(abcde|)', sized);
      const committed = source.pipe(commitSlices(taking(1), limits), names);
      expectObservable(committed).toBe('-xyz(w|)', { x: 'a', y: 'b', z: 'c', w: 'de' });
    }));

  it('ends with the error of a commit or of the source, and commits nothing more', () =>
    marbles(({ hot, expectObservable }) => {
      const failing = () => throwError(() => 'fenced');
      expectObservable(hot('-a-b-|', items).pipe(commitSlices(failing, limits))).toBe(
        '-#',
        undefined,
        'fenced',
      );
      expectObservable(hot('a-#', items).pipe(commitSlices(taking(9), limits))).toBe('--#');
    }));

  it('unsubscribed from, starts no further commit', () =>
    marbles(({ hot, expectObservable, flush }) => {
      let commits = 0;
      const counting = (): Observable<unknown> => {
        commits += 1;
        return timer(3);
      };
      expectObservable(hot('ab-----', items).pipe(commitSlices(counting, limits)), '--!').toBe('---');
      flush();
      expect(commits).toBe(1);
    }));

  it('commits every item once and in order, however long each commit takes', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400 })), async (sizes) => {
        const source = from(sizes.map((bytes, name) => ({ bytes, name })));
        const commit = (slice: { name: number; bytes: number }[]) =>
          slice.length % 2 === 0 ? of(0) : Promise.resolve();
        const slices = await lastValueFrom(source.pipe(commitSlices(commit, limits), toArray()));
        expect(slices.flat().map(({ name }) => name)).toEqual([...sizes.keys()]);
        for (const slice of slices) expect(slice.length).toBeLessThanOrEqual(limits.maxItems);
      }),
      { numRuns: 50 },
    ));
});
