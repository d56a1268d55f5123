import { type MonoTypeOperatorFunction, Observable } from 'rxjs';

/** RxJS operator: a side stream runs as long as the source does; its values do not come out, its error does. */
export function alongside<T>(side: Observable<unknown>): MonoTypeOperatorFunction<T> {
  return (source) =>
    new Observable<T>((subscriber) => {
      subscriber.add(side.subscribe({ error: (error: unknown) => subscriber.error(error) }));
      if (!subscriber.closed) source.subscribe(subscriber);
    });
}
