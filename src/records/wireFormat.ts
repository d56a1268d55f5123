import { count } from '../common/count';
import { DecodeError } from './DecodeError';

/** An Avro datum and the header before it, which identifies the writer's schema. */
export type Frame =
  | { format: 'confluent'; schemaId: number; datum: Buffer }
  | { format: 'single-object'; fingerprint: Buffer; datum: Buffer };

const singleObjectMarker = 0xc301;
const confluentMagic = 0;

/** Avro specification, "Single-object encoding": C3 01, then the CRC-64-AVRO fingerprint, 8 bytes little-endian. */
export function singleObjectHeader(fingerprint: Buffer): Buffer {
  const marker = Buffer.alloc(2);
  marker.writeUInt16BE(singleObjectMarker);
  return Buffer.concat([marker, fingerprint]);
}

/** Confluent's wire format: byte 0, then the registry's schema id, 4 bytes big-endian. */
export function confluentHeader(schemaId: number): Buffer {
  const header = Buffer.alloc(5);
  header.writeInt32BE(schemaId, 1);
  return header;
}

/**
 * Splits a Kafka value into its header and its datum. The datum is a view of the same memory.
 *
 * @throws DecodeError `empty_record`, `unknown_wire_format`, or `malformed_record` when the header is cut off
 */
export function readFrame(bytes: Buffer | null): Frame {
  if (bytes === null || bytes.length === 0) {
    throw new DecodeError(
      'empty_record',
      bytes === null ? 'the record has no value' : 'the value has no bytes',
    );
  }
  if (bytes[0] === confluentMagic) {
    if (bytes.length < 5) throw cutOff(bytes, "Confluent's wire format");
    return { format: 'confluent', schemaId: bytes.readInt32BE(1), datum: bytes.subarray(5) };
  }
  if (
    bytes[0] === singleObjectMarker >> 8 &&
    (bytes.length < 2 || bytes[1] === (singleObjectMarker & 0xff))
  ) {
    if (bytes.length < 10) throw cutOff(bytes, "Avro's single-object encoding");
    return { format: 'single-object', fingerprint: bytes.subarray(2, 10), datum: bytes.subarray(10) };
  }
  const start = bytes.subarray(0, 2).toString('hex');
  throw new DecodeError(
    'unknown_wire_format',
    `the value begins with ${start}, not with 00 (Confluent) or c301 (Avro single-object)`,
    { hint: 'Check whether another producer (JSON, plain text) writes to this topic.' },
  );
}

function cutOff(bytes: Buffer, format: string): DecodeError {
  return new DecodeError(
    'malformed_record',
    `the header of ${format} is cut off after ${count(bytes.length, 'byte')}`,
  );
}
