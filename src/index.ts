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

export {
  defaultSegmentLimits,
  parseTranscript,
  readSegments,
  segmentCues,
  toTranscriptSegments,
  transcriptFormats,
  type Cue,
  type ReadOptions,
  type SegmentDraft,
  type SegmentLimits,
  type SegmentOptions,
  type StreamOptions,
  type Transcript,
  type TranscriptFormat,
  type TranscriptWarning,
} from './producers';

export {
  ConfluentRegistry,
  createCodecs,
  deadLetterReasons,
  DecodeError,
  textSegment,
  type CodecOptions,
  type Codecs,
  type ConfluentRegistryOptions,
  type DeadLetter,
  type DeadLetterReason,
  type EmotionLabel,
  type RecordCodec,
  type RecordTopics,
  type RegisteredSchema,
  type SchemaRegistry,
  type TranscriptSegment,
} from './records';

export { connectTopics, Topics, type ConnectionCallbacks, type ConnectionOptions } from './app/connectTopics';
export {
  createTagger,
  type DeadLettered,
  type Tagger,
  type TaggerCallbacks,
  type TaggerOptions,
} from './app/createTagger';
