import fc from 'fast-check';
import { contextOf, headersOf } from '../../../src/common/tracing/spanContext';
import { readTraceHeaders, traceIdOf } from '../../../src/common/tracing/traceHeaders';
import { trace } from '@opentelemetry/api';

// The examples of W3C Trace Context.
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
const tracestate = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

test('hands on the trace and its baggage, and nothing else', () => {
  const headers = {
    traceparent: bytes(traceparent),
    tracestate: bytes(tracestate),
    baggage: bytes('tenant=ecuavisa, channel=2;property'),
    codec: bytes('gzip'),
    'x-user': bytes('someone'),
  };
  expect(readTraceHeaders(headers)).toEqual({
    traceparent,
    tracestate,
    baggage: 'tenant=ecuavisa, channel=2;property',
  });
  expect(traceIdOf(readTraceHeaders(headers))).toBe(traceId);
});

test('a record without headers has none', () => {
  expect(readTraceHeaders(undefined)).toEqual({});
  expect(readTraceHeaders({})).toEqual({});
  expect(traceIdOf({})).toBeUndefined();
});

test.each([
  ['', 'empty'],
  [traceparent.toUpperCase(), 'upper case'],
  [`ff-${traceparent.slice(3)}`, 'version ff'],
  [`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, 'a trace id of zeros'],
  [`00-${traceId}-${'0'.repeat(16)}-01`, 'a parent id of zeros'],
  [`${traceparent}-more`, 'more parts than version 00 has'],
  [traceparent.slice(0, -1), 'cut off'],
  [`01-${traceparent.slice(3)}-${'x'.repeat(200)}`, 'too long to be looked at'],
  [`${traceparent}\n`, 'a line end'],
])('%j is no traceparent (%s), and a tracestate alone is nothing', (text) => {
  expect(readTraceHeaders({ traceparent: bytes(text), tracestate: bytes(tracestate) })).toEqual({});
});

test('two traceparents are none, two tracestates are one list', () => {
  expect(readTraceHeaders({ traceparent: [bytes(traceparent), bytes(traceparent)] })).toEqual({});
  expect(readTraceHeaders({ traceparent, tracestate: ['a=1', 'b=2'] })).toEqual({
    traceparent,
    tracestate: 'a=1,b=2',
  });
});

test('a later version is handed on as version 00, with the flag that 00 knows', () => {
  expect(
    readTraceHeaders({ traceparent: `cc-${traceId}-00f067aa0ba902b7-ff-what-the-future-brings` }),
  ).toEqual({
    traceparent,
  });
});

test('what is malformed or too long goes, the rest stays', () => {
  const long = `a=${'x'.repeat(600)}`;
  expect(readTraceHeaders({ traceparent, tracestate: long })).toEqual({ traceparent });
  expect(readTraceHeaders({ traceparent, tracestate: 'A=1,,ok=2,no value' })).toEqual({
    traceparent,
    tracestate: 'ok=2',
  });
  expect(readTraceHeaders({ traceparent, baggage: `k=${'x'.repeat(8192)}` })).toEqual({ traceparent });
  expect(readTraceHeaders({ traceparent, baggage: 'k=año' })).toEqual({ traceparent });
});

test('whatever the headers are, what is read is valid, small and read the same again', () => {
  const value = fc.oneof(
    fc.uint8Array({ maxLength: 80 }).map((array) => Buffer.from(array)),
    fc.string({
      unit: fc.constantFrom('0', '7', 'a', 'f', '-', ',', '=', ';', ' ', 'é', '\r', '\n'),
      maxLength: 80,
    }),
    fc.constant(traceparent),
    fc.constant(tracestate),
  );
  const header = fc.option(fc.oneof(value, fc.array(value, { maxLength: 3 })), { nil: undefined });
  fc.assert(
    fc.property(fc.record({ traceparent: header, tracestate: header, baggage: header }), (headers) => {
      const read = readTraceHeaders(headers);
      expect(Object.values(read).join('').length).toBeLessThan(9000);
      expect(readTraceHeaders({ ...read })).toEqual(read);
    }),
  );
});

test('a span context and its headers say the same', () => {
  const context = trace.getSpanContext(contextOf({ traceparent, tracestate }));
  expect(context).toMatchObject({ traceId, spanId: '00f067aa0ba902b7', traceFlags: 1, isRemote: true });
  expect(headersOf(context!)).toEqual({ traceparent, tracestate });
  expect(trace.getSpanContext(contextOf({}))).toBeUndefined();
});
