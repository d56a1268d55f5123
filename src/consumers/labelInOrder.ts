import type { TranscriptSegment } from '../records/TranscriptSegment';
import type { Labeller } from './Labeller';
import type { Outcome } from './Outcome';

/**
 * Labels a stream of segments without Kafka, giving each outcome as soon as it and all before it are there.
 *
 * @param inFlight segments read ahead of the oldest unanswered one, at most
 */
export async function* labelInOrder<S extends TranscriptSegment>(
  labeller: Labeller,
  segments: AsyncIterable<S>,
  inFlight: number,
): AsyncGenerator<{ segment: S; outcome: Outcome }> {
  const source = segments[Symbol.asyncIterator]();
  const line: Promise<{ segment: S; outcome: Outcome }>[] = [];
  let next: Promise<IteratorResult<S>> | undefined;
  let ended = false;
  try {
    while (!ended || line.length > 0) {
      if (!ended && line.length < inFlight) next ??= source.next();
      const arrived =
        next && (await Promise.race([next, ...(line[0] ? [line[0].then(() => undefined)] : [])]));
      if (arrived === undefined) {
        yield await (line.shift() as Promise<{ segment: S; outcome: Outcome }>);
        continue;
      }
      next = undefined;
      if (arrived.done === true) ended = true;
      else line.push(answer(labeller, arrived.value));
    }
  } finally {
    await source.return?.();
  }
}

function answer<S extends TranscriptSegment>(
  labeller: Labeller,
  segment: S,
): Promise<{ segment: S; outcome: Outcome }> {
  const answered = labeller.label(segment).then((outcome) => ({ segment, outcome }));
  // It is awaited in its turn; until then a failure must not count as unhandled.
  answered.catch(() => undefined);
  return answered;
}
