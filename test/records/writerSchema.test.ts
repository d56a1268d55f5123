import { parseWriterSchema } from '../../src/records/writerSchema';

const record = (name: string, field: string, type: unknown = 'int') =>
  JSON.stringify({ type: 'record', name, fields: [{ name: field, type }] });

test('accepts an ordinary schema, and a type name without quotes, as some registries send', () => {
  expect(parseWriterSchema(record('R', 'f')).typeName).toBe('record');
  expect(parseWriterSchema('"string"').typeName).toBe('string');
  expect(parseWriterSchema('string').typeName).toBe('string');
});

test.each([
  ['text that is not JSON', '{', /not JSON/],
  ['null', 'null', /invalid type/],
  ['a schema that is too long', JSON.stringify({ type: 'int', doc: 'x'.repeat(70_000) }), /characters/],
  [
    'a schema nested too deep',
    '{"type":"array","items":'.repeat(100) + '"int"' + '}'.repeat(100),
    /nested deeper/,
  ],
  ['a schema of too many parts', JSON.stringify(Array.from({ length: 5000 }, () => 'int')), /parts/],
  ['the field name __proto__', record('R', '__proto__'), /not allowed/],
  ['the record name constructor', record('constructor', 'f'), /not allowed/],
  [
    'a namespace with a reserved part',
    '{"type":"fixed","name":"F","namespace":"a.__proto__","size":1}',
    /not allowed/,
  ],
  ['a name that is code', record('R(){};process.exit();//', 'f'), /invalid name/],
  ['a field name that is code', record('R', 'a;process.exit()'), /invalid field name/],
  [
    'a reference to what every object has',
    record('R', 'f', 'constructor'),
    /undefined type name|not allowed/,
  ],
])('refuses %s', (_, schema, message) => {
  expect(() => parseWriterSchema(schema)).toThrow(message);
});
