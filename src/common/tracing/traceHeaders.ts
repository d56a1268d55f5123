import { createTraceState } from '@opentelemetry/api';

/** A record's headers as any Kafka client gives them: a name may stand several times. */
export type RecordHeaders = Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;

/**
 * What emostream hands on of a record's headers: the trace it belongs to (W3C Trace Context) and the baggage of that
 * trace (W3C Baggage). Nothing else is handed on: other headers speak of the segment's bytes (a codec, a schema, a
 * retry) and would be wrong on a label.
 */
export interface TraceHeaders {
  /** `00-<32 hex: trace id>-<16 hex: parent id>-<2 hex: flags>`. */
  traceparent?: string;
  /** Only with a `traceparent`. */
  tracestate?: string;
  baggage?: string;
}

/** W3C Trace Context 3.2: later versions may be longer; what is longer than this is none. */
const maxTraceparent = 128;
/** What every participant has to hand on at least (W3C Trace Context 3.3.1.5); longer lists are dropped. */
const maxTracestate = 512;
/** W3C Baggage 3.3.2. */
const maxBaggage = 8192;

const none: TraceHeaders = Object.freeze({});

/**
 * The trace headers of a record, each valid and within its bounds; one that is not is left out, since a broken trace
 * is no reason to lose a segment.
 */
export function readTraceHeaders(headers: RecordHeaders | undefined): TraceHeaders {
  if (headers?.['traceparent'] === undefined && headers?.['baggage'] === undefined) return none;
  const traceparent = validTraceparent(valuesOf(headers['traceparent'], maxTraceparent));
  const tracestate = traceparent && validTracestate(valuesOf(headers['tracestate'], maxTracestate));
  const baggage = validBaggage(valuesOf(headers['baggage'], maxBaggage));
  if (traceparent === undefined && baggage === undefined) return none;
  return {
    ...(traceparent !== undefined && { traceparent }),
    ...(tracestate !== undefined && { tracestate }),
    ...(baggage !== undefined && { baggage }),
  };
}

/** The trace id, 32 hex digits; undefined where the record belongs to no trace. */
export function traceIdOf({ traceparent }: TraceHeaders): string | undefined {
  return traceparent?.slice(3, 35);
}

/** Bytes that they hold in memory, about. */
export function traceHeadersSize(headers: TraceHeaders): number {
  const { traceparent = '', tracestate = '', baggage = '' } = headers;
  return traceparent.length + tracestate.length + baggage.length;
}

/** The values of a header as texts; none where together they are too long to be looked at. */
function valuesOf(header: RecordHeaders[string], maxBytes: number): string[] {
  const values = [header ?? []].flat();
  const bytes = values.reduce((sum, value) => sum + value.length, 0);
  return bytes > maxBytes ? [] : values.map((value) => value.toString());
}

/**
 * W3C Trace Context 3.2.2: lower-case hex, ids not all zeros, version ff is none, version 00 has exactly these four
 * parts. A later version is read as 00 and handed on as 00, with no flag but the one that 00 knows (3.2.4).
 */
function validTraceparent([text, second]: string[]): string | undefined {
  if (text === undefined || second !== undefined) return undefined;
  const parts = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(text);
  if (parts === null) return undefined;
  const [, version, traceId = '', parentId = '', flags = '', rest] = parts;
  if (version === 'ff' || /^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  if (version !== '00') return `00-${traceId}-${parentId}-0${parseInt(flags, 16) & 1}`;
  return rest === undefined ? text : undefined;
}

/** Several headers are one list (3.3.1.1); members that are not well formed are left out. */
function validTracestate(values: string[]): string | undefined {
  const list = createTraceState(values.join(',')).serialize();
  return list === '' ? undefined : list;
}

function validBaggage(values: string[]): string | undefined {
  const list = values.join(',');
  return /^[\t\x20-\x7e]+$/.test(list) && list.includes('=') ? list : undefined;
}
