import { concatMap, type OperatorFunction } from 'rxjs';
import { DecodeError } from '../records/DecodeError';
import type { RecordCodec } from '../records/RecordCodec';
import type { TranscriptSegment } from '../records/TranscriptSegment';
import { type Answered, refused, type Segmented } from './Outcome';
import type { Taken } from './takeRecords';
import type { Tracing } from './tracing/Tracing';

/**
 * RxJS operator: each record as the segment it is, or refused; in their order. What is no record's fault (the schema
 * registry does not answer) ends the stream.
 */
export function decode<T extends Taken>(
  codec: RecordCodec<TranscriptSegment>,
  tracing: Tracing,
): OperatorFunction<T, Segmented<T> | Answered<T>> {
  return concatMap(async (taken) => {
    try {
      const segment = await tracing.decode(taken.record, () => codec.decode(taken.record.value));
      return { ...taken, segment };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return { ...taken, outcome: refused(error.reason, error.message) };
    }
  });
}
