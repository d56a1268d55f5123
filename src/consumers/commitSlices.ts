import { from, Observable, type ObservableInput, type OperatorFunction } from 'rxjs';

/** What one commit carries at most: a record batch must stay below the broker's message.max.bytes. */
export interface SliceLimits {
  maxItems: number;
  maxBytes: number;
}

export const sliceLimits: SliceLimits = { maxItems: 500, maxBytes: 512 * 1024 };

/**
 * RxJS operator: commits items in slices, one slice at a time, in order. While one commits, the next gathers, so slices
 * grow with the load. Emits each slice once it is committed; a failed commit ends the stream. Unsubscribed from, it
 * starts no further commit.
 *
 * @param commit completes when the slice is committed
 */
export function commitSlices<T extends { bytes: number }>(
  commit: (slice: T[]) => ObservableInput<unknown>,
  limits: SliceLimits = sliceLimits,
): OperatorFunction<T, T[]> {
  return (source) =>
    new Observable<T[]>((subscriber) => {
      const waiting: T[] = [];
      let committing = false;
      let ended = false;

      const commitNext = (): void => {
        if (committing) return;
        if (waiting.length === 0) {
          if (ended) subscriber.complete();
          return;
        }
        committing = true;
        const slice = waiting.splice(0, sliceLength(waiting, limits));
        subscriber.add(
          from(commit(slice)).subscribe({
            error: (error: unknown) => subscriber.error(error),
            complete: () => {
              committing = false;
              subscriber.next(slice);
              commitNext();
            },
          }),
        );
      };

      subscriber.add(
        source.subscribe({
          next: (item) => {
            waiting.push(item);
            commitNext();
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            ended = true;
            commitNext();
          },
        }),
      );
    });
}

/** How many of the waiting fit into one slice: at least one. */
function sliceLength(waiting: readonly { bytes: number }[], { maxItems, maxBytes }: SliceLimits): number {
  let bytes = 0;
  for (const [index, item] of waiting.entries()) {
    bytes += item.bytes;
    if (index === maxItems || (index > 0 && bytes > maxBytes)) return index;
  }
  return waiting.length;
}
