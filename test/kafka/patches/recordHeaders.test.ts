import { setTimeout as sleep } from 'node:timers/promises';
import { kafkajsInternal } from '../../support/kafkajsInternal';

const Decoder = kafkajsInternal('protocol/decoder') as new (bytes: Buffer) => object;
const decodeRecord = kafkajsInternal('protocol/recordBatch/record/v0/decoder') as (
  decoder: object,
  batch: object,
) => { headers: Record<string, unknown> };

/** A number as Kafka's records have it: zigzag, seven bits a byte. */
function varInt(value: number): Buffer {
  const bytes: number[] = [];
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

function varBytes(text: string | null): Buffer {
  return text === null ? varInt(-1) : Buffer.concat([varInt(Buffer.byteLength(text)), Buffer.from(text)]);
}

/** What kafkajs makes of a record with these headers, as text. */
function headersOf(headers: [name: string, value: string | null][]): Record<string, unknown> {
  const bytes = Buffer.concat([
    // attributes, timestamp and offset deltas, key, value
    Buffer.from([0]),
    ...[varInt(0), varInt(0), varBytes('key'), varBytes('value')],
    varInt(headers.length),
    ...headers.flatMap(([name, value]) => [varBytes(name), varBytes(value)]),
  ]);
  return decodeRecord(new Decoder(bytes), { firstOffset: '0', firstTimestamp: '0', magicByte: 2 }).headers;
}

const bytes = (text: string): Buffer => Buffer.from(text);

describe('the headers of a record', () => {
  it('are by name, repeated ones in order on an array', () => {
    const headers = headersOf([
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
      ['none', null],
      ['a', '4'],
      ['none', '5'],
      ['', '6'],
    ]);
    expect(headers).toEqual({
      a: [bytes('1'), bytes('3'), bytes('4')],
      b: bytes('2'),
      none: [null, bytes('5')],
      '': bytes('6'),
    });
    expect(headersOf([])).toEqual({});
  });

  it('may have a name that objects have a meaning for', () => {
    const headers = headersOf([
      ['__proto__', '1'],
      ['constructor', '2'],
      ['toString', '3'],
      ['toString', '4'],
    ]);
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
    expect(new Map(Object.entries(headers))).toEqual(
      new Map<string, unknown>([
        ['__proto__', bytes('1')],
        ['constructor', bytes('2')],
        ['toString', [bytes('3'), bytes('4')]],
      ]),
    );
  });

  // With quadratic work, different names take more than a minute, in which no heartbeat is sent.
  it.each([
    ['different', (n: number) => `h${n}`, 20_000],
    ['equal', () => 'h', 1],
  ])('may be many, with %s names', async (_, nameOf, names) => {
    const headers = headersOf(Array.from({ length: 20_000 }, (__, n) => [nameOf(n), String(n)]));
    await sleep(1);
    expect(Object.keys(headers)).toHaveLength(names);
    expect(Object.values(headers).flat()).toHaveLength(20_000);
  });
});
