import { Observable, type Subscriber } from 'rxjs';
import type { InHand, Sized } from './InHand';

/**
 * The items of an iterable, each asked for when there is room in hand for the one before: no room, no reading. When it
 * is unsubscribed from, the iterable is told to end.
 *
 * @param sizedOf what is taken in hand of an item; `place` counts them from 0
 */
export function takeWhileRoom<I, T extends Sized>(
  items: AsyncIterable<I>,
  inHand: InHand,
  sizedOf: (item: I, place: number) => T,
): Observable<T> {
  return new Observable<T>((subscriber) => {
    const iterator = items[Symbol.asyncIterator]();
    take(iterator, inHand, sizedOf, subscriber).then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
    // Not waited for: an iterable that is silent ends when it comes to it.
    return () => void iterator.return?.().catch(() => undefined);
  });
}

async function take<I, T extends Sized>(
  iterator: AsyncIterator<I>,
  inHand: InHand,
  sizedOf: (item: I, place: number) => T,
  subscriber: Subscriber<T>,
): Promise<void> {
  /** Whether nobody listens any more: nothing may be taken in hand that nobody would give back. */
  const isOver = (): boolean => subscriber.closed;
  for (let place = 0; ; place++) {
    const next = await iterator.next();
    if (isOver() || next.done === true) return;
    const taken = sizedOf(next.value, place);
    if (!inHand.tryEnter(taken)) await inHand.enter(taken);
    if (isOver()) {
      inHand.leave(taken);
      return;
    }
    subscriber.next(taken);
  }
}
