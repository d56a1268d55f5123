import type { TranscriptSegment } from '../../records/TranscriptSegment';

/** A line of a text file: the segment it is, labelled as given, or why it is none. */
export type TextItem = { line: number } & (
  { kind: 'segment'; segment: TranscriptSegment } | { kind: 'problem'; message: string }
);

/** A segment of a text that has no place in time of its own. */
export function textSegment(
  streamId: string,
  sequence: number,
  text: string,
  given: Partial<TranscriptSegment> = {},
): TranscriptSegment {
  return {
    streamId,
    segmentId: `${streamId}:${sequence}`,
    sequence,
    text,
    startMs: 0,
    endMs: 0,
    language: 'und',
    speaker: null,
    isFinal: true,
    producedAt: Date.now(),
    ...given,
  };
}
