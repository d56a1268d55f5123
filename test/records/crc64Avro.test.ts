import { Type, type Schema } from 'avsc';
import { canonicalForm } from '../../src/records/canonicalForm';
import { crc64Avro } from '../../src/records/crc64Avro';

/** Schema, canonical form and fingerprint of Apache Avro's own cases (share/test/data/schema-tests.txt). */
const cases: [Schema, string, bigint][] = [
  ['null', '"null"', 7195948357588979594n],
  ['boolean', '"boolean"', -6970731678124411036n],
  ['int', '"int"', 8247732601305521295n],
  [{ type: 'long' }, '"long"', -3434872931120570953n],
  ['float', '"float"', 5583340709985441680n],
  ['double', '"double"', -8181574048448539266n],
  ['bytes', '"bytes"', 5746618253357095269n],
  ['string', '"string"', -8142146995180207161n],
  [['int', { type: 'boolean' }], '["int","boolean"]', 5392556393470105090n],
  [
    { type: 'record', name: 'foo', namespace: 'x.y', fields: [] },
    '{"name":"x.y.foo","type":"record","fields":[]}',
    5916914534497305771n,
  ],
  [
    { type: 'record', name: 'a.b.foo', namespace: 'x.y', fields: [] },
    '{"name":"a.b.foo","type":"record","fields":[]}',
    -4616218487480524110n,
  ],
  [
    { type: 'record', name: 'foo', doc: 'Useful info', aliases: ['bar'], fields: [] },
    '{"name":"foo","type":"record","fields":[]}',
    -4824392279771201922n,
  ],
  [
    {
      type: 'record',
      name: 'foo',
      fields: [
        { type: 'boolean', name: 'f1', default: true },
        { order: 'descending', name: 'f2', doc: 'Hello', type: 'int' },
      ],
    },
    '{"name":"foo","type":"record","fields":[{"name":"f1","type":"boolean"},{"name":"f2","type":"int"}]}',
    -4860222112080293046n,
  ],
  [
    { type: 'enum', name: 'foo', namespace: 'x.y.z', doc: 'foo bar', symbols: ['A1', 'A2'] },
    '{"name":"x.y.z.foo","type":"enum","symbols":["A1","A2"]}',
    -4448647247586288245n,
  ],
  [{ type: 'fixed', name: 'foo', size: 15 }, '{"name":"foo","type":"fixed","size":15}', 1756455273707447556n],
  [{ type: 'array', items: 'null' }, '{"type":"array","items":"null"}', -589620603366471059n],
  [{ type: 'map', values: 'string' }, '{"type":"map","values":"string"}', -8732877298790414990n],
  [
    {
      type: 'record',
      name: 'PigValue',
      fields: [{ name: 'value', type: ['null', 'int', 'long', 'PigValue'] }],
    },
    '{"name":"PigValue","type":"record","fields":[{"name":"value","type":["null","int","long","PigValue"]}]}',
    -1759257747318642341n,
  ],
];

test.each(cases)(
  '%j has the canonical form and the fingerprint of the Avro project',
  (schema, form, fingerprint) => {
    const type = Type.forSchema(schema, { wrapUnions: true });
    expect(canonicalForm(type)).toBe(form);
    expect(crc64Avro(form).readBigInt64LE()).toBe(fingerprint);
  },
);

test('an annotation is not in the canonical form', () => {
  const type = Type.forSchema({ type: 'long', logicalType: 'timestamp-millis' });
  expect(canonicalForm(type)).toBe('"long"');
});
