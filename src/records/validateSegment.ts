import { DecodeError } from './DecodeError';
import type { TranscriptSegment } from './TranscriptSegment';

/** Longest stream or segment id. Ids become Kafka keys and are kept in memory. */
const maxIdCharacters = 256;

/**
 * Checks what the schema cannot express. The text is not checked here: the tagger does that.
 *
 * @returns the same segment
 * @throws DecodeError `invalid_segment`, which names the field
 */
export function validateSegment(segment: TranscriptSegment): TranscriptSegment {
  id('streamId', segment.streamId);
  id('segmentId', segment.segmentId);
  notNegative('sequence', segment.sequence);
  notNegative('startMs', segment.startMs);
  notNegative('endMs', segment.endMs);
  notNegative('producedAt', segment.producedAt);
  if (segment.endMs < segment.startMs) {
    throw invalid('endMs', `${segment.endMs} is before startMs, ${segment.startMs}`);
  }
  return segment;
}

function id(field: string, value: string): void {
  if (value.length === 0) throw invalid(field, 'is empty');
  if (value.length > maxIdCharacters) {
    throw invalid(field, `has ${value.length} characters, more than ${maxIdCharacters}`);
  }
}

function notNegative(field: string, value: number): void {
  if (!Number.isFinite(value)) throw invalid(field, 'is not a finite number');
  if (value < 0) throw invalid(field, `${value} is negative`);
}

function invalid(field: string, what: string): DecodeError {
  return new DecodeError('invalid_segment', `the segment's ${field} ${what}`);
}
