import { DecodeError } from '../../src/records/DecodeError';
import { confluentHeader, readFrame, singleObjectHeader } from '../../src/records/wireFormat';

const datum = Buffer.from('datum');
const fingerprint = Buffer.from('0102030405060708', 'hex');

function reasonOf(bytes: Buffer | null): string {
  try {
    readFrame(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return error.reason;
    throw error;
  }
  return 'none';
}

test('single-object encoding: C3 01, then the fingerprint', () => {
  const header = singleObjectHeader(fingerprint);
  expect(header.toString('hex')).toBe('c3010102030405060708');
  expect(readFrame(Buffer.concat([header, datum]))).toEqual({ format: 'single-object', fingerprint, datum });
});

test("Confluent's: byte 0, then the schema id big-endian", () => {
  const header = confluentHeader(258);
  expect(header.toString('hex')).toBe('0000000102');
  expect(readFrame(Buffer.concat([header, datum]))).toEqual({ format: 'confluent', schemaId: 258, datum });
});

test('no value and an empty one are empty records', () => {
  expect(reasonOf(null)).toBe('empty_record');
  expect(reasonOf(Buffer.alloc(0))).toBe('empty_record');
});

test('other first bytes are an unknown wire format', () => {
  expect(reasonOf(Buffer.from('{"text":"hola"}'))).toBe('unknown_wire_format');
  expect(reasonOf(Buffer.from('c302', 'hex'))).toBe('unknown_wire_format');
});

test.each([1, 4])("Confluent's header cut off after %i bytes is malformed", (length) => {
  expect(reasonOf(confluentHeader(1).subarray(0, length))).toBe('malformed_record');
});

test.each([1, 2, 9])('a single-object header cut off after %i bytes is malformed', (length) => {
  expect(reasonOf(singleObjectHeader(fingerprint).subarray(0, length))).toBe('malformed_record');
});
