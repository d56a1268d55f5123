import { alongside } from '../../src/consumers/alongside';
import { marbles } from '../support/marbles';

describe('alongside', () => {
  it('runs the side stream as long as the source, and keeps its values to itself', () =>
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const side = cold('  x-x-x-x-x');
      const source = hot(' a--b-|');
      expectObservable(source.pipe(alongside(side))).toBe('a--b-|');
      expectSubscriptions(side.subscriptions).toBe('^----!');
    }));

  it('ends with the error of either, and then ends the other', () =>
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const failing = cold('--#');
      const source = hot('  a-----b');
      expectObservable(source.pipe(alongside(failing))).toBe('a-#');
      expectSubscriptions(source.subscriptions).toBe('^-!');
      const side = cold('x');
      expectObservable(hot('-#').pipe(alongside(side))).toBe('-#');
      expectSubscriptions(side.subscriptions).toBe('^!');
    }));

  it('does not wait for the side stream, and goes on when that completes', () =>
    marbles(({ hot, cold, expectObservable }) => {
      expectObservable(hot('a--b-|').pipe(alongside(cold('|')))).toBe('a--b-|');
    }));
});
