import type { TranscriptSegment } from '../../src/records/TranscriptSegment';

/** A segment for tests; what matters to the test is given. */
export function segment(over: Partial<TranscriptSegment> = {}): TranscriptSegment {
  const sequence = over.sequence ?? 0;
  return {
    streamId: 'stream',
    segmentId: `stream:${sequence}`,
    sequence,
    text: 'buenos días a todos',
    startMs: sequence * 1000,
    endMs: sequence * 1000 + 900,
    language: 'es',
    speaker: null,
    isFinal: true,
    producedAt: 1_700_000_000_000,
    ...over,
  };
}
