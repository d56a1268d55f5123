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
  /** Writes Confluent's wire format with this registry; without one, Avro's single-object encoding. */
  registry?: { client: SchemaRegistry; topics: RecordTopics } | undefined;
}

/** The topics that the schemas are registered for, each under the subject `<topic>-value`. */
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
 * The codecs of the three records. A reader takes both wire formats; Confluent's needs the registry.
 *
 * @throws EmostreamError `broken_installation` when the schemas cannot be read
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
  // avsc has read these by the current schema, of which the types are the mirror: the casts say so.
  return {
    segment: codec('TranscriptSegment', 'segments', (datum) =>
      validateSegment({ ...(datum as TranscriptSegment) }),
    ),
    label: codec('EmotionLabel', 'labels', (datum) => labelToJson(datum as EmotionLabel)),
    deadLetter: codec('DeadLetter', 'deadLetters', (datum) => ({ ...(datum as DeadLetter) })),
  };
}
