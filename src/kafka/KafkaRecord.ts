import type { RecordHeaders } from '../common/tracing/traceHeaders';

/** A record as it was read, with where it came from. */
export interface KafkaRecord {
  topic: string;
  partition: number;
  offset: bigint;
  /** Unix time in milliseconds. */
  timestamp: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: RecordHeaders;
}

/** A record to be written: its content is bytes already. */
export interface OutgoingRecord {
  /** Decides the partition, by murmur2 as in Kafka's own clients; without one, any partition. */
  key: string | Buffer | null;
  value: Buffer | null;
  headers?: RecordHeaders;
}

/** Bytes of a record's content. */
export function sizeOf({ key, value, headers = {} }: KafkaRecord | OutgoingRecord): number {
  let size = lengthOf(key) + lengthOf(value);
  for (const [name, content] of Object.entries(headers)) {
    for (const each of [content].flat()) size += Buffer.byteLength(name) + lengthOf(each);
  }
  return size;
}

function lengthOf(content: string | Buffer | null | undefined): number {
  return content === null || content === undefined ? 0 : Buffer.byteLength(content);
}
