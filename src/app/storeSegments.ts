import { randomBytes } from 'node:crypto';
import { SpanKind } from '@opentelemetry/api';
import { registeredTracer } from '../common/tracing/registeredTracer';
import { headersOf } from '../common/tracing/spanContext';
import type { TraceHeaders } from '../common/tracing/traceHeaders';
import type { TopicWriter } from '../kafka/KafkaCluster';
import type { StoreSegments } from '../producers/publishSegments';
import type { RecordCodec } from '../records/RecordCodec';
import type { TranscriptSegment } from '../records/TranscriptSegment';

/** Stores segments in their topic: encoded, under the key of their stream, each with a trace of its own. */
export function storeSegments(writer: TopicWriter, codec: RecordCodec<TranscriptSegment>): StoreSegments {
  return async (batch) => {
    const traces = batch.map(() => startTrace(writer.topic));
    const encode = async (segment: TranscriptSegment, index: number) => ({
      key: segment.streamId,
      value: await codec.encode(segment),
      headers: { ...traces[index]?.headers },
    });
    try {
      await writer.write(await Promise.all(batch.map(encode)));
    } finally {
      for (const trace of traces) trace.end();
    }
  };
}

/** The trace of a segment, from here to the reader of its label. */
export interface SegmentTrace {
  headers: TraceHeaders;
  /** The segment is stored for good, or given up. */
  end: () => void;
}

/**
 * Starts a segment's trace: a span of the registered OpenTelemetry SDK (in the active trace, if there is one), else
 * ids alone, so that a segment and its answer can be found by one id. Those say "sampled" (W3C Trace Context
 * 3.2.2.5): no sampling decision was made yet, and a tagger with an SDK follows what the header says.
 */
export function startTrace(topic: string): SegmentTrace {
  const tracer = registeredTracer();
  if (tracer === undefined) {
    const ids = randomBytes(24).toString('hex');
    return { headers: { traceparent: `00-${ids.slice(0, 32)}-${ids.slice(32)}-01` }, end: () => undefined };
  }
  const span = tracer.startSpan('emostream.produce', {
    kind: SpanKind.PRODUCER,
    attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': topic },
  });
  return { headers: headersOf(span.spanContext()), end: () => span.end() };
}
