import { Type, type Schema } from 'avsc';
import fc from 'fast-check';
import { checkDatum } from '../../src/records/checkDatum';
import { DecodeError } from '../../src/records/DecodeError';

let names = 0;
const named = (schema: object): Schema => ({ ...schema, name: `N${names++}` }) as unknown as Schema;

/** Schemas of every kind, nested. Unions of a null and something, as most are. */
const { schema: schemas } = fc.letrec<{ schema: Schema; leaf: Schema }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom<Schema>('null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'),
    fc.nat({ max: 5 }).map((size) => named({ type: 'fixed', size: size + 1 })),
    fc.constant(0).map(() => named({ type: 'enum', symbols: ['A', 'B', 'C'] })),
  ),
  schema: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    tie('schema').map((items): Schema => ({ type: 'array', items })),
    tie('schema').map((values): Schema => ({ type: 'map', values })),
    tie('leaf').map((leaf): Schema => (leaf === 'null' ? ['null', 'int'] : ['null', leaf as 'int'])),
    fc
      .array(tie('schema'), { maxLength: 4 })
      .map((types) => named({ type: 'record', fields: types.map((type, i) => ({ name: `f${i}`, type })) })),
  ),
}));

test('data that avsc writes with any schema is accepted', () => {
  fc.assert(
    fc.property(schemas, (schema) => {
      const type = Type.forSchema(schema, { wrapUnions: true });
      checkDatum(type, type.toBuffer(type.random()));
    }),
    { numRuns: 300 },
  );
});

test('avsc reads accepted data to the last byte; other data gives a DecodeError', () => {
  fc.assert(
    fc.property(schemas, fc.uint8Array({ maxLength: 60 }), (schema, bytes) => {
      const type = Type.forSchema(schema, { wrapUnions: true });
      const datum = Buffer.from(bytes);
      try {
        checkDatum(type, datum);
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
        return;
      }
      try {
        type.fromBuffer(datum);
      } catch (error) {
        expect(String(error)).toContain('potential precision loss');
      }
    }),
    { numRuns: 2000 },
  );
});
