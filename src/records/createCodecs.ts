import { AvroCodec } from './AvroCodec';
import { AvroRecordType } from './AvroRecordType';
import type { DeadLetter } from './DeadLetter';
import type { EmotionLabel } from './EmotionLabel';
import { labelToJson } from './labelToJson';
import type { RecordCodec } from './RecordCodec';
import type { SchemaRegistry } from './registry/SchemaRegistry';
import type { RecordName } from './schemaFiles';
import type { TranscriptSegment } from './TranscriptSegment';
import { validateSegment } from './validateSegment';

export interface CodecOptions {
  /** With a registry, Confluent's wire format is written; without one, Avro single-object encoding. */
  registry?: { client: SchemaRegistry; topics: RecordTopics } | undefined;
}

/** The topics of the records; each schema is registered under the subject `<topic>-value`. */
export interface RecordTopics {
  segments: string;
  labels: string;
  deadLetters: string;
}

export interface Codecs {
  segment: RecordCodec<TranscriptSegment>;
  label: RecordCodec<EmotionLabel>;
  deadLetter: RecordCodec<DeadLetter>;
}

/**
 * The codecs of the three records. Both wire formats are read; Confluent's needs the registry.
 *
 * @throws EmostreamError `broken_installation` when the schemas cannot be read
 *
 * @example
 * import { createCodecs, textSegment } from 'emostream';
 *
 * const codecs = createCodecs();
 * const value = await codecs.segment.encode(textSegment('studio-1', 0, 'Buenas tardes.'));
 * console.log((await codecs.segment.decode(value)).text);
 */
export function createCodecs({ registry }: CodecOptions = {}): Codecs {
  const codec = <T extends object>(
    name: RecordName,
    topic: keyof RecordTopics,
    fromAvro: (datum: unknown) => T,
  ) =>
    new AvroCodec<T>({
      type: new AvroRecordType(name),
      fromAvro,
      registry: registry && { client: registry.client, subject: `${registry.topics[topic]}-value` },
    });
  // avsc has read these with the current schemas, which the types mirror: so the casts are right.
  return {
    segment: codec('TranscriptSegment', 'segments', (datum) =>
      validateSegment({ ...(datum as TranscriptSegment) }),
    ),
    label: codec('EmotionLabel', 'labels', (datum) => labelToJson(datum as EmotionLabel)),
    deadLetter: codec('DeadLetter', 'deadLetters', (datum) => ({ ...(datum as DeadLetter) })),
  };
}
