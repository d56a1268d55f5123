import { type TraceHeaders, traceHeadersSize } from '../common/tracing/traceHeaders';

/** A record of the segments topic as it was read, with where it came from. */
export interface SourceRecord {
  topic: string;
  partition: number;
  offset: bigint;
  /** Unix time in milliseconds. */
  timestamp: number;
  key: Buffer | null;
  value: Buffer | null;
  /** The trace it belongs to; its other headers are not kept. */
  trace: TraceHeaders;
}

/** Bytes held in memory for a record. */
export function sizeOf(record: SourceRecord): number {
  return (record.key?.length ?? 0) + (record.value?.length ?? 0) + traceHeadersSize(record.trace);
}
