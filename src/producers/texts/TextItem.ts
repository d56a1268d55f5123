import type { TranscriptSegment } from '../../records/TranscriptSegment';

/** A line of a text file: its segment, or why it gives none. */
export type TextItem = { line: number } & (
  { kind: 'segment'; segment: TranscriptSegment } | { kind: 'problem'; message: string }
);
