import type { SpanContext } from '@opentelemetry/api';
import type { TraceHeaders } from '../../common/tracing/traceHeaders';
import type { BatchReport } from '../Labeller';
import type { Answered } from '../PartitionLane';
import type { SourceRecord } from '../SourceRecord';

/** What the tagger does for the traces that its records belong to. */
export interface Tracing {
  /** Runs the decoding of a record. */
  decode<T>(record: SourceRecord, decode: () => Promise<T>): Promise<T>;
  /** The span that a record's later work refers to; undefined where nothing is traced. */
  originOf(record: SourceRecord): SpanContext | undefined;
  batchRan(report: BatchReport): void;
  /** Runs the commit of a slice. */
  commit(slice: readonly Answered[], commit: () => Promise<void>): Promise<void>;
  /** The headers of a record's label or dead letter. */
  headersOf(record: SourceRecord): TraceHeaders;
}

/** Without an OpenTelemetry SDK: hands the trace of a segment on to its answer unchanged, and does nothing else. */
export const noTracing: Tracing = {
  decode: (_, decode) => decode(),
  originOf: () => undefined,
  batchRan: () => undefined,
  commit: (_, commit) => commit(),
  headersOf: ({ trace }) => trace,
};
