/**
 * Maps a stream with several calls under way, giving each result as soon as it and all before it are there. A
 * source that pauses holds no result back.
 *
 * @param inFlight items read ahead of the oldest unanswered one, at most
 * @throws what the source or `map` throws, in its turn
 */
export async function* mapInOrder<T, R>(
  items: AsyncIterable<T>,
  map: (item: T) => Promise<R>,
  inFlight: number,
): AsyncGenerator<R> {
  const source = items[Symbol.asyncIterator]();
  const line: Promise<R>[] = [];
  let next: Promise<IteratorResult<T>> | undefined;
  let ended = false;
  try {
    while (!ended || line.length > 0) {
      if (!ended && line.length < inFlight) next ??= source.next();
      const head = line[0];
      const arrived = next && (await Promise.race(head ? [next, head.then(() => undefined)] : [next]));
      if (arrived === undefined) {
        yield await (line.shift() as Promise<R>);
        continue;
      }
      next = undefined;
      if (arrived.done === true) {
        ended = true;
        continue;
      }
      const result = map(arrived.value);
      // It is awaited in its turn; until then a failure must not count as unhandled.
      result.catch(() => undefined);
      line.push(result);
    }
  } finally {
    await source.return?.();
  }
}
