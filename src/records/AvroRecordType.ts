import { Type, type Schema } from 'avsc';
import { EmostreamError, messageOf } from '../common/errors';
import { canonicalForm } from './canonicalForm';
import { checkDatum } from './checkDatum';
import { crc64Avro } from './crc64Avro';
import { DecodeError } from './DecodeError';
import { exactLong } from './exactLong';
import { currentSchema, type RecordName } from './schemaFiles';
import { parseWriterSchema } from './writerSchema';

/** Reads data of one writer's schema as a record of the current schema. */
export type DatumReader = (datum: Buffer) => unknown;

/** One of the records in Avro: its current schema, and readers for the schemas of older and newer writers. */
export class AvroRecordType {
  /** The schema's text, as it is sent to a registry. */
  readonly schemaText: string;
  /** CRC-64-AVRO of its canonical form, little-endian. */
  readonly fingerprint: Buffer;
  readonly #type: Type;

  constructor(readonly name: RecordName) {
    this.schemaText = currentSchema(name);
    this.#type = recordType(JSON.parse(this.schemaText) as Schema, name);
    this.fingerprint = crc64Avro(canonicalForm(this.#type));
  }

  /**
   * @returns the datum, without a header
   * @throws EmostreamError `encode_failed` naming the field that does not fit
   */
  write(record: object): Buffer {
    try {
      return this.#type.toBuffer(record);
    } catch (error) {
      const fields = new Set<string>();
      this.#type.isValid(record, { errorHook: (path) => void fields.add(path.join('.')) });
      throw new EmostreamError(
        `cannot encode this ${this.name}: ${[...fields].join(', ') || messageOf(error)} does not fit the schema`,
        {
          code: 'encode_failed',
          fault: 'bug',
          cause: error,
        },
      );
    }
  }

  /**
   * A reader by Avro's "Schema Resolution" (records match by their unqualified names). It compiles code, so make it
   * once for a writer's schema.
   *
   * @param origin the source of the schema, for messages
   * @throws DecodeError `unknown_schema` when the schema is unusable or cannot be read as this record
   */
  readerOf(writerSchema: string, origin: string): DatumReader {
    try {
      const writer = parseWriterSchema(writerSchema);
      const resolver = this.#type.createResolver(writer, { ignoreNamespaces: true });
      return (datum) => {
        checkDatum(writer, datum);
        try {
          return this.#type.fromBuffer(datum, resolver) as unknown;
        } catch (error) {
          throw new DecodeError('malformed_record', `the ${this.name} is malformed: ${messageOf(error)}`, {
            cause: error,
          });
        }
      };
    } catch (error) {
      throw new DecodeError(
        'unknown_schema',
        `${origin} cannot be read as a ${this.name}: ${shortMessageOf(error)}`,
        {
          cause: error,
        },
      );
    }
  }
}

/** avsc's messages quote whole schemas, which are too long for a dead letter's message. */
function shortMessageOf(error: unknown): string {
  const message = messageOf(error);
  return message.length <= 300 ? message : `${message.slice(0, 300)}...`;
}

/**
 * In dead letters a plain long is an offset and stays exact. Timestamps are annotated longs, which avsc does not look
 * up in its registry of types: they stay numbers.
 */
function recordType(schema: Schema, name: RecordName): Type {
  return Type.forSchema(schema, {
    omitRecordMethods: true,
    ...(name === 'DeadLetter' && { registry: { long: exactLong } }),
  });
}
