import * as fc from 'fast-check';
import { from, lastValueFrom, toArray } from 'rxjs';
import { inOrder } from '../../src/consumers/inOrder';
import { marbles } from '../support/marbles';

const items = Object.fromEntries(Array.from('abcde').map((name, place) => [name, { name, place }]));

describe('inOrder', () => {
  it('holds an early item back until those before it are out', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('                  -b--c-a-----d--|', items);
      expectObservable(source.pipe(inOrder())).toBe('------(abc)-d--|', items);
    }));

  it('lets items that come in order through at once', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('                  a--bc|', items);
      expectObservable(source.pipe(inOrder())).toBe('a--bc|', items);
    }));

  it('passes an error on at once: what was held back is given up', () =>
    marbles(({ hot, expectObservable }) => {
      const source = hot('                  -b--#', items);
      expectObservable(source.pipe(inOrder())).toBe('----#', items);
    }));

  it('puts any order right, each item once', () =>
    fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...Array(40).keys()], { minLength: 40 }), async (order) => {
        const source = from(order.map((place) => ({ place })));
        const out = await lastValueFrom(source.pipe(inOrder(), toArray()));
        expect(out.map(({ place }) => place)).toEqual([...Array(40).keys()]);
      }),
      { numRuns: 30 },
    ));
});
