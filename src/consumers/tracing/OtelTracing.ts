import {
  type Link,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import { messageOf } from '../../common/errors';
import { registeredTracer } from '../../common/tracing/registeredTracer';
import { contextOf, headersOf } from '../../common/tracing/spanContext';
import { readTraceHeaders, type TraceHeaders } from '../../common/tracing/traceHeaders';
import type { KafkaRecord } from '../../kafka/KafkaRecord';
import type { BatchReport } from '../classify';
import { noTracing, type OfRecord, type Tracing } from './Tracing';

/** Spans where the user has registered an OpenTelemetry SDK before emostream started; else only headers. */
export function openTracing(): Tracing {
  const tracer = registeredTracer();
  return tracer === undefined ? noTracing : new OtelTracing(tracer);
}

/**
 * Spans of an OpenTelemetry SDK: `emostream.decode` in the trace of each segment, of which the readers of its answer
 * become children; `emostream.classify` for each micro-batch and `emostream.commit` for each slice, with links to the
 * segments in them, since they are work for many traces at once (OpenTelemetry's conventions for messaging).
 */
export class OtelTracing implements Tracing {
  readonly #tracer: Tracer;
  readonly #origins = new WeakMap<KafkaRecord, SpanContext>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  async decode<T>(record: KafkaRecord, decode: () => Promise<T>): Promise<T> {
    const { topic, partition, offset, headers } = record;
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
      contextOf(readTraceHeaders(headers)),
    );
    this.#origins.set(record, span.spanContext());
    return ending(span, decode);
  }

  batchRan({ segments, tokens, seconds, items }: BatchReport<OfRecord>): void {
    const end = Date.now();
    this.#tracer
      .startSpan('emostream.classify', {
        root: true,
        startTime: end - seconds * 1000,
        attributes: { 'emostream.segments': segments, 'emostream.tokens': tokens },
        links: this.#linksTo(items),
      })
      .end(end);
  }

  commit(slice: readonly OfRecord[], commit: () => Promise<void>): Promise<void> {
    const span = this.#tracer.startSpan('emostream.commit', {
      kind: SpanKind.PRODUCER,
      root: true,
      attributes: { 'messaging.system': 'kafka', 'messaging.batch.message_count': slice.length },
      links: this.#linksTo(slice),
    });
    return ending(span, commit);
  }

  headersOf(record: KafkaRecord): TraceHeaders {
    const came = readTraceHeaders(record.headers);
    const origin = this.#origins.get(record);
    if (origin === undefined) return came;
    const { baggage } = came;
    return { ...headersOf(origin), ...(baggage !== undefined && { baggage }) };
  }

  #linksTo(items: readonly OfRecord[]): Link[] {
    return items.flatMap(({ record }) => {
      const context = this.#origins.get(record);
      return context === undefined ? [] : [{ context }];
    });
  }
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
