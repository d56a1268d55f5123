import {
  type Link,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import { messageOf } from '../../common/errors';
import { contextOf, headersOf } from '../../common/tracing/spanContext';
import type { TraceHeaders } from '../../common/tracing/traceHeaders';
import type { BatchReport } from '../Labeller';
import type { Answered } from '../PartitionLane';
import type { SourceRecord } from '../SourceRecord';
import type { Tracing } from './Tracing';

/**
 * Spans of an OpenTelemetry SDK: `emostream.decode` in the trace of each segment, of which the readers of its answer
 * become children; `emostream.classify` for each micro-batch and `emostream.commit` for each slice, with links to the
 * segments in them, since they are work for many traces at once (OpenTelemetry's conventions for messaging).
 */
export class OtelTracing implements Tracing {
  readonly #tracer: Tracer;
  readonly #origins = new WeakMap<SourceRecord, SpanContext>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  async decode<T>(record: SourceRecord, decode: () => Promise<T>): Promise<T> {
    const { topic, partition, offset, trace } = record;
    const span = this.#tracer.startSpan(
      'emostream.decode',
      {
        kind: SpanKind.CONSUMER,
        attributes: {
          'messaging.system': 'kafka',
          'messaging.destination.name': topic,
          'messaging.destination.partition.id': String(partition),
          'messaging.kafka.offset': Number(offset),
        },
      },
      contextOf(trace),
    );
    this.#origins.set(record, span.spanContext());
    return ending(span, decode);
  }

  originOf(record: SourceRecord): SpanContext | undefined {
    return this.#origins.get(record);
  }

  batchRan({ segments, tokens, seconds, origins }: BatchReport): void {
    const end = Date.now();
    this.#tracer
      .startSpan('emostream.classify', {
        root: true,
        startTime: end - seconds * 1000,
        attributes: { 'emostream.segments': segments, 'emostream.tokens': tokens },
        links: origins.map(linkTo),
      })
      .end(end);
  }

  commit(slice: readonly Answered[], commit: () => Promise<void>): Promise<void> {
    const origins = slice
      .map(({ record }) => this.#origins.get(record))
      .filter((origin) => origin !== undefined);
    const span = this.#tracer.startSpan('emostream.commit', {
      kind: SpanKind.PRODUCER,
      root: true,
      attributes: { 'messaging.system': 'kafka', 'messaging.batch.message_count': slice.length },
      links: origins.map(linkTo),
    });
    return ending(span, commit);
  }

  headersOf(record: SourceRecord): TraceHeaders {
    const origin = this.#origins.get(record);
    if (origin === undefined) return record.trace;
    const { baggage } = record.trace;
    return { ...headersOf(origin), ...(baggage !== undefined && { baggage }) };
  }
}

function linkTo(context: SpanContext): Link {
  return { context };
}

async function ending<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) });
    throw error;
  } finally {
    span.end();
  }
}
