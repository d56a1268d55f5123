import { createTraceState } from '@opentelemetry/api';

/** The headers of a record, as Kafka clients give them; a name may occur several times. */
export type RecordHeaders = Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;

/**
 * The headers that emostream copies from a segment to its label: the trace (W3C Trace Context) and its baggage (W3C
 * Baggage). No others are copied: they describe the segment's bytes (a codec, a schema, a retry) and would be wrong on
 * a label.
 */
export interface TraceHeaders {
  /** `00-<32 hex: trace id>-<16 hex: parent id>-<2 hex: flags>`. */
  traceparent?: string;
  /** Only with a `traceparent`. */
  tracestate?: string;
  baggage?: string;
}

/** W3C Trace Context 3.2: later versions may be longer; anything longer than this is not valid. */
const maxTraceparent = 128;
/** What every participant must propagate at least (W3C Trace Context 3.3.1.5); longer lists are dropped. */
const maxTracestate = 512;
/** W3C Baggage 3.3.2. */
const maxBaggage = 8192;

const none: TraceHeaders = Object.freeze({});

/**
 * The valid trace headers of a record. Invalid ones, and those above the limits, are left out: a broken trace is no
 * reason to lose a segment.
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

/** The values of a header as texts; none where together they are too long. */
function valuesOf(header: RecordHeaders[string], maxBytes: number): string[] {
  const values = [header ?? []].flat();
  const bytes = values.reduce((sum, value) => sum + value.length, 0);
  return bytes > maxBytes ? [] : values.map((value) => value.toString());
}

/**
 * W3C Trace Context 3.2.2: lower-case hex, ids not all zeros, not version ff; version 00 has exactly these four parts.
 * A later version is read and written as 00, with only the flag that 00 has (3.2.4).
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

/** Several headers are one list (3.3.1.1); invalid members are left out. */
function validTracestate(values: string[]): string | undefined {
  const list = createTraceState(values.join(',')).serialize();
  return list === '' ? undefined : list;
}

function validBaggage(values: string[]): string | undefined {
  const list = values.join(',');
  return /^[\t\x20-\x7e]+$/.test(list) && list.includes('=') ? list : undefined;
}
