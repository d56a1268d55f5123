import { types } from 'avsc';

/** A long as a decimal string: Kafka's offsets have 64 bits, a JavaScript number is exact up to 53. */
export const exactLong = types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE().toString(),
  toBuffer: (value: string) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: (value: number | string) => String(value),
  toJSON: (value: string) => value,
  isValid: (value: unknown) =>
    typeof value === 'string' &&
    /^-?\d{1,19}$/.test(value) &&
    BigInt.asIntN(64, BigInt(value)) === BigInt(value),
  compare: (a: string, b: string) => Math.sign(Number(BigInt(a) - BigInt(b))),
});
