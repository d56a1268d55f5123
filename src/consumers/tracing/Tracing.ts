import { readTraceHeaders, type TraceHeaders } from '../../common/tracing/traceHeaders';
import type { KafkaRecord } from '../../kafka/KafkaRecord';
import type { BatchReport } from '../classify';

/** Whatever stands for a record on its way. */
export interface OfRecord {
  record: KafkaRecord;
}

/** What the tagger does for the traces that its records belong to. */
export interface Tracing {
  /** Runs the decoding of a record. */
  decode<T>(record: KafkaRecord, decode: () => Promise<T>): Promise<T>;
  batchRan(report: BatchReport<OfRecord>): void;
  /** Runs the commit of a slice. */
  commit(slice: readonly OfRecord[], commit: () => Promise<void>): Promise<void>;
  /** The headers of a record's label or dead letter. */
  headersOf(record: KafkaRecord): TraceHeaders;
}

/** Without an OpenTelemetry SDK: hands the trace of a segment on to its answer unchanged, and does nothing else. */
export const noTracing: Tracing = {
  decode: (_, decode) => decode(),
  batchRan: () => undefined,
  commit: (_, commit) => commit(),
  headersOf: ({ headers }) => readTraceHeaders(headers),
};
