import { DecodeError } from '../records/DecodeError';
import type { RecordCodec } from '../records/RecordCodec';
import type { TranscriptSegment } from '../records/TranscriptSegment';
import type { Labeller } from './Labeller';
import type { Outcome } from './Outcome';
import type { SourceRecord } from './SourceRecord';
import { noTracing, type Tracing } from './tracing/Tracing';

/**
 * Decodes a record and starts labelling its segment. Resolves when it is decoded, so that records are given to
 * the labeller in the order they were read; the outcome comes later.
 *
 * @throws what is nobody's record's fault: the schema registry does not answer
 */
export async function answerRecord(
  record: SourceRecord,
  codec: RecordCodec<TranscriptSegment>,
  labeller: Labeller,
  tracing: Tracing = noTracing,
): Promise<{ outcome: Promise<Outcome> }> {
  let segment: TranscriptSegment;
  try {
    segment = await tracing.decode(record, () => codec.decode(record.value));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { reason, message } = error;
    return { outcome: Promise.resolve({ kind: 'deadLetter', reason, message }) };
  }
  return { outcome: labeller.label(segment, tracing.originOf(record)) };
}
