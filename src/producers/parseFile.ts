import type { Cue } from './Cue';
import { parseTranscript } from './formats/parseTranscript';
import type { TranscriptWarning } from './formats/Warnings';
import type { SegmentDraft } from './segments/SegmentDraft';
import { segmentCues, type SegmentOptions } from './segments/segmentCues';

export interface ParseFileOptions extends Omit<SegmentOptions, 'format'> {
  /** Gives the cues as they are in the file instead of the segments made from them. */
  cues?: boolean;
  /** Called for each piece that was skipped or repaired, before the first object. */
  onWarning?: (warning: TranscriptWarning) => void;
}

/**
 * The objects that `emostream parse` prints, one a line: `startMs`, `endMs`, `text`, and where they are known
 * `speaker`, `language` and (cues only) `id`.
 *
 * @throws EmostreamError (input) as `parseTranscript`
 */
export function* parseFile(
  bytes: Uint8Array,
  fileName: string,
  { cues: asCues = false, onWarning, ...options }: ParseFileOptions = {},
): Generator<Cue | SegmentDraft> {
  const { cues, format, language, warnings } = parseTranscript(bytes, fileName);
  if (onWarning !== undefined) warnings.forEach(onWarning);
  const pieces: (Cue | SegmentDraft)[] = asCues ? cues : segmentCues(cues, { ...options, format });
  for (const piece of pieces) {
    yield piece.language === undefined && language !== undefined ? { ...piece, language } : piece;
  }
}
