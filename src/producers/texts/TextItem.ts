import type { TranscriptSegment } from '../../records/TranscriptSegment';

/** A line of a text file: the segment it is, labelled as given, or why it is none. */
export type TextItem = { line: number } & (
  { kind: 'segment'; segment: TranscriptSegment } | { kind: 'problem'; message: string }
);
