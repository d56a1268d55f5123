import { Observable, type Subscriber } from 'rxjs';
import type { InHand, Sized } from './InHand';

/**
 * The items of an iterable, each asked for when there is room in hand for the one before: no room, no reading.
 *
 * @param sizedOf what is taken in hand of an item; `place` counts them from 0
 */
export function takeWhileRoom<I, T extends Sized>(
  items: AsyncIterable<I>,
  inHand: InHand,
  sizedOf: (item: I, place: number) => T,
): Observable<T> {
  return new Observable<T>((subscriber) => {
    take(items, inHand, sizedOf, subscriber).then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
  });
}

async function take<I, T extends Sized>(
  items: AsyncIterable<I>,
  inHand: InHand,
  sizedOf: (item: I, place: number) => T,
  subscriber: Subscriber<T>,
): Promise<void> {
  /** Whether nobody listens any more: nothing may be taken in hand that nobody would give back. */
  const isOver = (): boolean => subscriber.closed;
  let place = 0;
  for await (const item of items) {
    if (isOver()) return;
    const taken = sizedOf(item, place);
    if (!inHand.tryEnter(taken)) await inHand.enter(taken);
    if (isOver()) {
      inHand.leave(taken);
      return;
    }
    subscriber.next(taken);
    place += 1;
  }
}
