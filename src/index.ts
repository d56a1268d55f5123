/**
 * The public API of emostream: what may be relied on from one minor version to the next. Everything else in the package
 * is its inside. `examples/` has a program for each use.
 *
 * - Texts to labels, without Kafka: `loadModel`, `Labeller`.
 * - Caption files to segments: `readSegments`; step by step `parseTranscript`, `segmentCues`, `toTranscriptSegments`.
 * - The topics of emostream: `connectTopics`, and a tagger in this process: `createTagger`.
 * - The records by themselves, for another Kafka client: `createCodecs`, `ConfluentRegistry`.
 */
export { EmostreamError, type EmostreamErrorOptions, type Fault } from './common/errors';
export type { Logger } from './common/Logger';
export type { ModelIdentity } from './common/ModelIdentity';
export { version } from './common/version';

// By file, not by folder: through src/model's index the types of TensorFlow.js would come along, which users lack.
export type { Classifier } from './model/Classifier';
export type { Precision } from './model/engineFolder/EngineManifest';
export { loadModel, type EngineName, type LoadedModel, type LoadModelOptions } from './model/loadModel';
export type { Tokenizer } from './model/Tokenizer';
export { Labeller, type TextLabel } from './consumers/Labeller';
export type { LabellingLimits } from './consumers/labelSegments';

export type { Cue } from './producers/Cue';
export { parseTranscript, type Transcript } from './producers/formats/parseTranscript';
export type { TranscriptFormat } from './producers/formats/TranscriptFormat';
export type { TranscriptWarning } from './producers/formats/Warnings';
export { readSegments, type ReadOptions } from './producers/readSegments';
export { segmentCues, type SegmentOptions } from './producers/segments/segmentCues';
export type { SegmentDraft } from './producers/segments/SegmentDraft';
export { defaultSegmentLimits, type SegmentLimits } from './producers/segments/SegmentLimits';
export { toTranscriptSegments, type StreamOptions } from './producers/segments/toTranscriptSegments';

export { createCodecs, type CodecOptions, type Codecs, type RecordTopics } from './records/createCodecs';
export { deadLetterReasons, type DeadLetter, type DeadLetterReason } from './records/DeadLetter';
export { DecodeError } from './records/DecodeError';
export type { EmotionLabel } from './records/EmotionLabel';
export type { RecordCodec } from './records/RecordCodec';
export { ConfluentRegistry, type ConfluentRegistryOptions } from './records/registry/ConfluentRegistry';
export type { RegisteredSchema, SchemaRegistry } from './records/registry/SchemaRegistry';
export { textSegment, type TranscriptSegment } from './records/TranscriptSegment';

export { connectTopics, Topics, type ConnectionCallbacks, type ConnectionOptions } from './app/connectTopics';
export {
  createTagger,
  type DeadLettered,
  type Tagger,
  type TaggerCallbacks,
  type TaggerOptions,
} from './app/createTagger';
