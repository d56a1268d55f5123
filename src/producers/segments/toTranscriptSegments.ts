import { createHash } from 'node:crypto';
import type { TranscriptSegment } from '../../records/TranscriptSegment';
import type { SegmentDraft } from './SegmentDraft';

export interface StreamOptions {
  streamId: string;
  /** BCP 47 tag for drafts without one of their own; default `und`. */
  language?: string;
  /** Unix milliseconds; default 0, until `paced` stamps the moment of emission. */
  producedAt?: number;
}

/** Drafts as segments of a stream, with ids that a replay of the same transcript gives again. */
export function toTranscriptSegments(
  drafts: readonly SegmentDraft[],
  { streamId, language = 'und', producedAt = 0 }: StreamOptions,
): TranscriptSegment[] {
  return drafts.map((draft, sequence) => ({
    streamId,
    segmentId: segmentId(streamId, sequence, draft),
    sequence,
    text: draft.text,
    startMs: draft.startMs,
    endMs: draft.endMs,
    language: draft.language ?? language,
    speaker: draft.speaker ?? null,
    isFinal: true,
    producedAt,
  }));
}

/**
 * `<streamId>:<sequence>:<hash>`, the hash being 10 hexadecimal digits of the SHA-256 of stream, sequence, times
 * and text. The sequence alone keeps two segments of a stream apart; the hash tells a replay from another
 * version of the transcript (corrected, or cut by other limits) under the same stream id.
 */
export function segmentId(
  streamId: string,
  sequence: number,
  { startMs, endMs, text }: Pick<SegmentDraft, 'startMs' | 'endMs' | 'text'>,
): string {
  const identity = JSON.stringify([streamId, sequence, startMs, endMs, text]);
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 10);
  return `${streamId}:${sequence}:${hash}`;
}
