import {
  type Context,
  createTraceState,
  ROOT_CONTEXT,
  type SpanContext,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import type { TraceHeaders } from './traceHeaders';

/** The context for spans in the trace of the headers, or in a new trace where they have none. */
export function contextOf({ traceparent, tracestate }: TraceHeaders): Context {
  if (traceparent === undefined) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = '0'] = traceparent.split('-');
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: parseInt(flags, 16),
    isRemote: true,
    ...(tracestate !== undefined && { traceState: createTraceState(tracestate) }),
  });
}

/** The headers with which the spans of readers become children of this span. */
export function headersOf({ traceId, spanId, traceFlags, traceState }: SpanContext): TraceHeaders {
  const sampled = (traceFlags & TraceFlags.SAMPLED) === 0 ? '00' : '01';
  const tracestate = traceState?.serialize() ?? '';
  return {
    traceparent: `00-${traceId}-${spanId}-${sampled}`,
    ...(tracestate !== '' && { tracestate }),
  };
}
