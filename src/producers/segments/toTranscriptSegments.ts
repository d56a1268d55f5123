import { createHash } from 'node:crypto';
import type { TranscriptSegment } from '../../records/TranscriptSegment';
import type { SegmentDraft } from './SegmentDraft';

export interface StreamOptions {
  streamId: string;
  /** BCP 47 tag for drafts that have none; `und` by default. */
  language?: string;
}

/**
 * Makes drafts the segments of a stream. The same transcript always gives the same ids. `producedAt` is 0 until the
 * segment is sent (`paced`).
 *
 * @example
 * import { toTranscriptSegments } from 'emostream';
 *
 * const drafts = [{ startMs: 0, endMs: 1800, text: 'Buenas tardes.' }];
 * const [segment] = toTranscriptSegments(drafts, { streamId: 'studio-1', language: 'es' });
 * console.log(segment?.segmentId); // studio-1:0: and ten hexadecimal digits
 */
export function toTranscriptSegments(
  drafts: readonly SegmentDraft[],
  { streamId, language = 'und' }: StreamOptions,
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
    producedAt: 0,
  }));
}

/**
 * `<streamId>:<sequence>:<hash>`; the hash is 10 hexadecimal digits of the SHA-256 of stream, sequence, times and
 * text. The sequence distinguishes the segments of a stream. The hash distinguishes versions of the transcript under
 * the same stream id (corrected, or segmented with other limits).
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
