/** A record of the segments topic as it was read, with where it came from. */
export interface SourceRecord {
  topic: string;
  partition: number;
  offset: bigint;
  /** Unix time in milliseconds. */
  timestamp: number;
  key: Buffer | null;
  value: Buffer | null;
}

/** Bytes held in memory for a record. */
export function sizeOf(record: SourceRecord): number {
  return (record.key?.length ?? 0) + (record.value?.length ?? 0);
}
