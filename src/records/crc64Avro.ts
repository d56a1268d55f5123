/** The fingerprint of no bytes, which is also the polynomial (Avro specification, "Schema Fingerprints"). */
const empty = 0xc15d213aa4d7a795n;

const table: readonly bigint[] = Array.from({ length: 256 }, (_, byte) => {
  let fingerprint = BigInt(byte);
  for (let bit = 0; bit < 8; bit++) {
    fingerprint = fingerprint & 1n ? (fingerprint >> 1n) ^ empty : fingerprint >> 1n;
  }
  return fingerprint;
});

/**
 * CRC-64-AVRO, the Rabin fingerprint that identifies a schema in single-object encoding.
 *
 * @param canonicalForm the schema in Parsing Canonical Form
 * @returns 8 bytes, little-endian as on the wire
 */
export function crc64Avro(canonicalForm: string): Buffer {
  let fingerprint = empty;
  for (const byte of Buffer.from(canonicalForm, 'utf8')) {
    const index = Number(fingerprint & 0xffn) ^ byte;
    fingerprint = (fingerprint >> 8n) ^ (table[index] ?? 0n);
  }
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(fingerprint);
  return bytes;
}
