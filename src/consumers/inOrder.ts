import { concatMap, defer, type MonoTypeOperatorFunction } from 'rxjs';

/** An item with its place in its line, counted from 0 without gaps. */
export interface Placed {
  place: number;
}

/** RxJS operator: items that come in any order leave in the order of their places, as soon as those before are out. */
export function inOrder<T extends Placed>(): MonoTypeOperatorFunction<T> {
  return (source) =>
    defer(() => {
      const early = new Map<number, T>();
      let next = 0;
      return source.pipe(
        concatMap((item) => {
          early.set(item.place, item);
          const ready: T[] = [];
          for (let first = early.get(next); first !== undefined; first = early.get(next)) {
            ready.push(first);
            early.delete(next);
            next += 1;
          }
          return ready;
        }),
      );
    });
}
