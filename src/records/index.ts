/** The records of the three topics, their wire formats and the schema registry. */
export { createCodecs, type CodecOptions, type Codecs, type RecordTopics } from './createCodecs';
export { DecodeError } from './DecodeError';
export { deadLetterReasons, type DeadLetter, type DeadLetterReason } from './DeadLetter';
export type { EmotionLabel } from './EmotionLabel';
export { labelToJson } from './labelToJson';
export type { ModelIdentity } from '../common/ModelIdentity';
export type { RecordCodec } from './RecordCodec';
export { ConfluentRegistry, type ConfluentRegistryOptions } from './registry/ConfluentRegistry';
export type { RegisteredSchema, SchemaRegistry } from './registry/SchemaRegistry';
export type { TranscriptSegment } from './TranscriptSegment';
export { maxIdCharacters, validateSegment } from './validateSegment';
