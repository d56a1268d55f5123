import type { OptionSpec } from '../../src/config/OptionSpec';
import { flagOf, optionTable, type OptionName } from '../../src/config/options';
import { resolveOptions } from '../../src/config/resolveOptions';

describe('resolveOptions', () => {
  const file = { path: 'emostream.json', values: { maxSegments: 3, brokers: ['file:1'] } };

  it('takes flags before environment before file before default', () => {
    const names = ['maxSegments'] as const;
    const env = { EMOSTREAM_MAX_SEGMENTS: '2' };
    expect(resolveOptions(names, { flags: { maxSegments: '1' }, env, file })).toEqual({ maxSegments: 1 });
    expect(resolveOptions(names, { flags: {}, env, file })).toEqual({ maxSegments: 2 });
    expect(resolveOptions(names, { flags: {}, env: {}, file })).toEqual({ maxSegments: 3 });
    expect(resolveOptions(names, { flags: {}, env: {} })).toEqual({
      maxSegments: optionTable.maxSegments.default,
    });
  });

  it('reads lists from text and from JSON, and takes an empty variable for unset', () => {
    const names = ['brokers'] as const;
    expect(resolveOptions(names, { flags: { brokers: 'a:1, b:2' }, env: {} })).toEqual({
      brokers: ['a:1', 'b:2'],
    });
    expect(resolveOptions(names, { flags: {}, env: { KAFKA_BROKERS: '' }, file })).toEqual({
      brokers: ['file:1'],
    });
  });

  it.each([
    [
      { flags: { maxSegments: '0' }, env: {} },
      '--max-segments: expected a whole number from 1 to 4096, got "0"',
    ],
    [{ flags: { maxSegments: 'x' }, env: {} }, '--max-segments'],
    [{ flags: {}, env: { EMOSTREAM_MAX_SEGMENTS: '1.5' } }, 'environment variable EMOSTREAM_MAX_SEGMENTS'],
    [
      { flags: {}, env: {}, file: { path: 'f.json', values: { maxSegments: null } } },
      '"maxSegments" in f.json',
    ],
  ])('names the place and what is expected: %j', (sources, message) => {
    expect(() => resolveOptions(['maxSegments'], sources)).toThrow(message);
  });

  it.each(['segmentsTopic', 'emotionsTopic', 'deadLetterTopic'] as const)(
    '%s is a name for Kafka',
    (name) => {
      const resolve = (value: string): unknown =>
        resolveOptions([name], { flags: { [name]: value }, env: {} });
      expect(resolve('a.B_2-c')).toEqual({ [name]: 'a.B_2-c' });
      for (const bad of ['bad topic!', '.', '..', 'x'.repeat(250), ''])
        expect(() => resolve(bad)).toThrow('1 to 249');
    },
  );

  it('does not show a secret in an error', () => {
    const resolve = (): unknown =>
      resolveOptions(['saslPassword'], {
        flags: {},
        env: {},
        file: { path: 'f.json', values: { saslPassword: 12345 } },
      });
    expect(resolve).toThrow('got the value');
    expect(resolve).not.toThrow('12345');
  });
});

describe('optionTable', () => {
  const rows = Object.entries(optionTable) as [OptionName, OptionSpec<unknown>][];

  it('has defaults that its own types accept', () => {
    for (const [, row] of rows)
      if (row.default !== undefined) expect(row.type.parse(row.default)).toEqual(row.default);
  });

  it('has no flag and no variable twice', () => {
    const flags = rows.map(([name]) => flagOf(name));
    const variables = rows.map(([, row]) => row.env).filter((name) => name !== null);
    expect(new Set(flags).size).toBe(flags.length);
    expect(new Set(variables).size).toBe(variables.length);
  });
});
