import { Type, type Schema } from 'avsc';
import { checkDatum } from '../../src/records/checkDatum';
import { DecodeError } from '../../src/records/DecodeError';

const check = (schema: Schema, hex: string) => () =>
  checkDatum(Type.forSchema(schema), Buffer.from(hex, 'hex'));
const record = (...types: Schema[]): Schema => ({
  type: 'record',
  name: 'R',
  fields: types.map((type, index) => ({ name: `f${index}`, type })),
});

describe('takes', () => {
  test.each<[string, Schema, string]>([
    ['a boolean', 'boolean', '01'],
    ['the least int', 'int', 'ffffffff0f'],
    ['the greatest long', 'long', 'feffffffffffffffff01'],
    ['the least long', 'long', 'ffffffffffffffffff01'],
    ['a double', 'double', '0000000000000000'],
    ['a string', 'string', '06c3b161'],
    ['a fixed', { type: 'fixed', name: 'F', size: 2 }, 'abcd'],
    ['an enum', { type: 'enum', name: 'E', symbols: ['A', 'B'] }, '02'],
    ['a union', ['null', 'int'], '0202'],
    ['an array in two blocks', { type: 'array', items: 'int' }, '0402040202' + '00'],
    ['an array block with its size', { type: 'array', items: 'int' }, '0304020400'],
    ['a map', { type: 'map', values: 'int' }, '0202610200'],
    ['a few nulls', { type: 'array', items: 'null' }, '1400'],
  ])('%s', (_, schema, hex) => {
    expect(check(schema, hex)).not.toThrow();
  });

  test('what avsc writes', () => {
    const type = Type.forSchema(
      record(
        { type: 'array', items: ['null', 'string', 'double'] },
        { type: 'map', values: { type: 'array', items: 'long' } },
      ),
    );
    for (let i = 0; i < 200; i++) {
      const datum = type.toBuffer(type.random());
      expect(() => checkDatum(type, datum)).not.toThrow();
    }
  });
});

describe('refuses', () => {
  test.each<[string, Schema, string]>([
    ['bytes left over', 'int', '0202'],
    ['a cut off number', 'long', '80'],
    ['a number of more than 64 bits', 'long', 'ffffffffffffffffff02'],
    ['a number without an end', 'long', 'ff'.repeat(12)],
    ['an int of more than 32 bits', 'int', 'ffffffff1f'],
    ['a boolean of 2', 'boolean', '02'],
    ['a string longer than what is left', 'string', '0861'],
    ['a negative length', 'bytes', '01'],
    ['a string that is not UTF-8', 'string', '02ff'],
    ['an unknown union branch', ['null', 'int'], '04'],
    ['a negative union branch', ['null', 'int'], '01'],
    ['an unknown enum symbol', { type: 'enum', name: 'E', symbols: ['A'] }, '02'],
    ['a block with the wrong size', { type: 'array', items: 'int' }, '0306020400'],
    ['50 million nulls in 5 bytes', { type: 'array', items: 'null' }, '80c2d72f00'],
    ['the same with a block size', { type: 'array', items: 'null' }, 'ffc1d72f0000'],
    [
      'the map key __proto__',
      { type: 'map', values: 'int' },
      '0212' + Buffer.from('__proto__').toString('hex') + '0200',
    ],
    [
      'the map key constructor',
      { type: 'map', values: 'int' },
      '0216' + Buffer.from('constructor').toString('hex') + '0200',
    ],
    [
      'the map key prototype',
      { type: 'map', values: 'int' },
      '0212' + Buffer.from('prototype').toString('hex') + '0200',
    ],
  ])('%s', (_, schema, hex) => {
    expect(check(schema, hex)).toThrow(DecodeError);
  });

  test('a list nested deeper than 64', () => {
    const list: Schema = { type: 'record', name: 'List', fields: [{ name: 'next', type: ['null', 'List'] }] };
    expect(check(list, '02'.repeat(30) + '00')).not.toThrow();
    expect(check(list, '02'.repeat(100_000) + '00')).toThrow(/nested deeper/);
  });

  test('a schema whose records double at each level, without a byte of data', () => {
    let schema: Schema = { type: 'record', name: 'L0', fields: [] };
    for (let level = 1; level <= 28; level++) {
      const below: Schema = schema;
      schema = {
        type: 'record',
        name: `L${level}`,
        fields: [
          { name: 'a', type: below },
          { name: 'b', type: `L${level - 1}` },
        ],
      };
    }
    expect(check(schema, '')).toThrow(/more values than its bytes can hold/);
  });

  test('with the place', () => {
    expect(check(record('int', 'string'), '020861')).toThrow(
      'the record is malformed at byte 2: it is cut off',
    );
  });
});
