import type { AvroRecordType, DatumReader } from './AvroRecordType';
import { canonicalForm } from './canonicalForm';
import { crc64Avro } from './crc64Avro';
import { DecodeError } from './DecodeError';
import type { RecordCodec } from './RecordCodec';
import type { SchemaRegistry } from './registry/SchemaRegistry';
import { shippedSchemas } from './schemaFiles';
import { confluentHeader, readFrame, singleObjectHeader, type Frame } from './wireFormat';
import { parseWriterSchema } from './writerSchema';

export interface AvroCodecOptions<T> {
  type: AvroRecordType;
  /** Checks what avsc has read and gives the record. */
  fromAvro: (datum: unknown) => T;
  /** With a registry, Confluent's wire format is written; without one, Avro single-object encoding. */
  registry?: { client: SchemaRegistry; subject: string } | undefined;
}

/** Encodes a record as Avro, after a header that names the writer's schema. */
export class AvroCodec<T extends object> implements RecordCodec<T> {
  readonly #options: AvroCodecOptions<T>;
  readonly #shipped = new Map<string, DatumReader>();
  /** Never cleared: a registry's ids keep their meaning, and only the few known ones are kept. */
  readonly #registered = new Map<number, Promise<DatumReader>>();
  #header: Promise<Buffer> | undefined;

  constructor(options: AvroCodecOptions<T>) {
    this.#options = options;

    const { type } = options;
    for (const [index, schema] of shippedSchemas(type.name).entries()) {
      const fingerprint = crc64Avro(canonicalForm(parseWriterSchema(schema)));
      this.#shipped.set(
        fingerprint.toString('hex'),
        type.readerOf(schema, `version ${index + 1} of ${type.name}`),
      );
    }
  }

  async encode(value: T): Promise<Buffer> {
    const datum = this.#options.type.write(value);
    return Buffer.concat([await this.#writerHeader(), datum]);
  }

  async decode(bytes: Buffer | null): Promise<T> {
    const frame = readFrame(bytes);
    const read =
      frame.format === 'confluent'
        ? await this.#registeredReader(frame.schemaId)
        : this.#shippedReader(frame);
    return this.#options.fromAvro(read(frame.datum));
  }

  /** Made once; after a failure, made again. */
  #writerHeader(): Promise<Buffer> {
    this.#header ??= this.#makeHeader().catch((error: unknown) => {
      this.#header = undefined;
      throw error;
    });
    return this.#header;
  }

  async #makeHeader(): Promise<Buffer> {
    const { type, registry } = this.#options;
    if (registry === undefined) return singleObjectHeader(type.fingerprint);
    return confluentHeader(await registry.client.idFor(registry.subject, type.schemaText));
  }

  #shippedReader({ fingerprint }: Extract<Frame, { format: 'single-object' }>): DatumReader {
    const hex = fingerprint.toString('hex');
    const reader = this.#shipped.get(hex);
    if (reader !== undefined) return reader;
    throw new DecodeError(
      'unknown_schema',
      `no shipped version of ${this.#options.type.name} has the fingerprint ${hex}`,
      {
        hint: 'A newer emostream may have written it, or it is another record. Update, or use a schema registry.',
      },
    );
  }

  #registeredReader(id: number): Promise<DatumReader> {
    const known = this.#registered.get(id);
    if (known !== undefined) return known;
    const reader = this.#fetchReader(id);
    this.#registered.set(id, reader);
    // A failed request is made again for the next record; the client remembers unknown ids for a while.
    reader.catch(() => this.#registered.delete(id));
    return reader;
  }

  async #fetchReader(id: number): Promise<DatumReader> {
    const { type, registry } = this.#options;
    if (registry === undefined) {
      throw new DecodeError(
        'unknown_schema',
        `the value refers to schema ${id} of a schema registry, but none is configured`,
        {
          hint: 'Configure the schema registry that its producer uses.',
        },
      );
    }
    const origin = `schema ${id} of the registry`;
    const found = await registry.client.schemaById(id);
    if (found === undefined) throw new DecodeError('unknown_schema', `the registry has no schema ${id}`);
    if (found.schemaType !== 'AVRO') {
      throw new DecodeError('unknown_schema', `${origin} is ${found.schemaType}, not AVRO`);
    }
    if (found.hasReferences) {
      throw new DecodeError(
        'unknown_schema',
        `${origin} refers to other schemas, which emostream does not support`,
      );
    }
    return type.readerOf(found.schema, origin);
  }
}
