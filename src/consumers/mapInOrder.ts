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
  const append = (result: Promise<R>): void => {
    // It is awaited in its turn; until then a failure must not count as unhandled.
    result.catch(() => undefined);
    line.push(result);
  };
  const reading = { ended: false };
  const pull = async (): Promise<void> => {
    try {
      const next: IteratorResult<T, unknown> = await source.next();
      if (next.done === true) reading.ended = true;
      else append(map(next.value));
    } catch (error) {
      reading.ended = true;
      append(Promise.reject<R>(error instanceof Error ? error : new Error(String(error))));
    }
  };
  let pulling: Promise<'pulled'> | undefined;
  try {
    while (!reading.ended || line.length > 0) {
      if (!reading.ended && line.length < inFlight) pulling ??= pull().then(() => 'pulled');
      const answered = line[0]?.then(
        () => 'answered' as const,
        () => 'answered' as const,
      );
      const first = await Promise.race([pulling, answered].filter((promise) => promise !== undefined));
      if (first === 'pulled') pulling = undefined;
      else yield await (line.shift() as Promise<R>);
    }
  } finally {
    // A generator ends only behind the read that it is in, which a silent source may never answer: whoever reads a
    // pipe closes it as well.
    const ended = source.return?.();
    if (pulling === undefined) await ended;
    else ended?.then(undefined, () => undefined);
  }
}
