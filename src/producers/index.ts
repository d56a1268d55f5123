/** What the producers offer: bytes -> cues -> segments -> paced segments -> a publisher. */
export type { Cue } from './Cue';
export { parseTranscript, transcriptFormats, type Transcript } from './formats/parseTranscript';
export type { TimestampMap, TranscriptFormat } from './formats/TranscriptFormat';
export type { TranscriptWarning } from './formats/Warnings';
export { type Clock, systemClock } from './pacing/Clock';
export { paced, type PacedOptions } from './pacing/paced';
export { type Pace, parsePace } from './pacing/parsePace';
export { parseFile, type ParseFileOptions } from './parseFile';
export {
  type PublishOptions,
  type PublishProgress,
  publishSegments,
  type StoreSegments,
} from './publishSegments';
export { type ReadOptions, readSegments } from './readSegments';
export { segmentCues, type SegmentOptions } from './segments/segmentCues';
export type { SegmentDraft } from './segments/SegmentDraft';
export { defaultSegmentLimits, type SegmentLimits } from './segments/SegmentLimits';
export { segmentId, type StreamOptions, toTranscriptSegments } from './segments/toTranscriptSegments';
export { type SoundDescriptions, soundDescriptionModes } from './speech/soundDescriptions';
