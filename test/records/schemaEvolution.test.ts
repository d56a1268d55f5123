import { Type, type Schema } from 'avsc';
import { AvroRecordType } from '../../src/records/AvroRecordType';
import { currentSchema, recordNames, shippedSchemas } from '../../src/records/schemaFiles';
import { parseWriterSchema } from '../../src/records/writerSchema';

/** Whether data of the writer's schema is read by the reader's (Avro specification, "Schema Resolution"). */
function reads(reader: string, writer: string): boolean {
  try {
    parseWriterSchema(reader).createResolver(parseWriterSchema(writer));
    return true;
  } catch {
    return false;
  }
}

/** What a version is: all of its schema but the documentation. */
function withoutDocs(schema: string): unknown {
  return JSON.parse(schema, (key, value: unknown) => (key === 'doc' ? undefined : value)) as unknown;
}

describe.each(recordNames)('%s', (name) => {
  const current = currentSchema(name);
  const shipped = shippedSchemas(name);

  test('every field is documented and every record has a namespace', () => {
    const schema = JSON.parse(current) as { namespace: string; doc: string; fields: { doc?: string }[] };
    expect(schema.namespace).toBe('io.emostream');
    expect(schema.doc).toBeTruthy();
    for (const field of schema.fields) expect(field.doc).toBeTruthy();
  });

  test('the current schema is the last shipped version: changed? copy it to the next number in schemas/history', () => {
    expect(withoutDocs(current)).toEqual(withoutDocs(shipped.at(-1)!));
  });

  test.each(shipped.map((schema, index) => [index + 1, schema] as const))(
    'today reads version %i (BACKWARD_TRANSITIVE)',
    (_, schema) => {
      expect(reads(current, schema)).toBe(true);
      expect(() => new AvroRecordType(name).readerOf(schema, 'it')).not.toThrow();
    },
  );

  if (name !== 'TranscriptSegment') {
    test.each(shipped.map((schema, index) => [index + 1, schema] as const))(
      'version %i reads today (FORWARD_TRANSITIVE)',
      (_, schema) => {
        expect(reads(schema, current)).toBe(true);
      },
    );
  }
});

describe('the check itself', () => {
  const edit = (change: (fields: { name: string; type: Schema; default?: unknown }[]) => void): string => {
    const schema = JSON.parse(currentSchema('EmotionLabel')) as { fields: { name: string; type: Schema }[] };
    change(schema.fields);
    return JSON.stringify(schema);
  };

  test('finds a new field without a default', () => {
    expect(
      reads(
        edit((fields) => fields.push({ name: 'valence', type: 'double' })),
        currentSchema('EmotionLabel'),
      ),
    ).toBe(false);
  });

  test('allows a new field with a default, in both directions', () => {
    const next = edit((fields) => fields.push({ name: 'valence', type: ['null', 'double'], default: null }));
    expect(reads(next, currentSchema('EmotionLabel'))).toBe(true);
    expect(reads(currentSchema('EmotionLabel'), next)).toBe(true);
  });

  test('finds that older readers need a removed field', () => {
    expect(
      reads(
        currentSchema('EmotionLabel'),
        edit((fields) => fields.shift()),
      ),
    ).toBe(false);
  });
});

test('an older writer, a newer one and one of another namespace are read by the rules of Avro', () => {
  const type = new AvroRecordType('TranscriptSegment');
  const writer: Schema = {
    type: 'record',
    name: 'TranscriptSegment',
    namespace: 'com.example',
    fields: [
      { name: 'segmentId', type: 'string' },
      { name: 'streamId', type: 'string' },
      { name: 'channel', type: { type: 'array', items: 'string' } },
      { name: 'sequence', type: 'int' },
      { name: 'text', type: 'string' },
      { name: 'startMs', type: 'int' },
      { name: 'endMs', type: 'long' },
      { name: 'producedAt', type: 'long' },
    ],
  };
  const datum = Type.forSchema(writer).toBuffer({
    segmentId: 's/1',
    streamId: 's',
    channel: ['a', 'b'],
    sequence: 1,
    text: 'hola',
    startMs: 0,
    endMs: 900,
    producedAt: 5,
  });
  expect({ ...(type.readerOf(JSON.stringify(writer), 'it')(datum) as object) }).toEqual({
    streamId: 's',
    segmentId: 's/1',
    sequence: 1,
    text: 'hola',
    startMs: 0,
    endMs: 900,
    language: 'und',
    speaker: null,
    isFinal: true,
    producedAt: 5,
  });
});
