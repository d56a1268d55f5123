import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { from, lastValueFrom } from 'rxjs';
import { decode } from '../../../src/consumers/decode';
import { encodeAnswers } from '../../../src/consumers/encodeAnswers';
import { defaultLabellingLimits, labelSegments } from '../../../src/consumers/labelSegments';
import type { Taken } from '../../../src/consumers/takeRecords';
import { openTracing } from '../../../src/consumers/tracing/OtelTracing';
import { noTracing } from '../../../src/consumers/tracing/Tracing';
import { readTraceHeaders, traceIdOf } from '../../../src/common/tracing/traceHeaders';
import { startTrace } from '../../../src/app/storeSegments';
import { createCodecs } from '../../../src/records/createCodecs';
import type { KafkaRecord } from '../../../src/kafka/KafkaRecord';
import { FakeClassifier, characterTokenizer } from '../../support/fakeModel';
import { FakePartition } from '../../support/FakeMember';
import { segment } from '../../support/segments';

const codecs = createCodecs();
const topics = { labels: 'labels', deadLetters: 'dead' };
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

async function record(over: Partial<KafkaRecord> = {}): Promise<KafkaRecord> {
  const value = await codecs.segment.encode(segment());
  return {
    ...{ topic: 'segments', partition: 0, offset: 7n, timestamp: 0, key: null, value },
    ...{ headers: { traceparent, baggage: 'k=v' }, ...over },
  };
}

/** A record through the tagger's stages: its answer's headers. */
async function answered(source: KafkaRecord): Promise<unknown> {
  const tracing = openTracing();
  const model = { classifier: new FakeClassifier(), tokenizer: characterTokenizer };
  const taken = {
    record: source,
    from: new FakePartition(0, []),
    partition: 0,
    place: 0,
    bytes: 0,
    timestamp: 0,
  };
  const slice = [
    await lastValueFrom(
      from([taken]).pipe(
        decode(codecs.segment, tracing),
        labelSegments<Taken>(model, defaultLabellingLimits, (report) => tracing.batchRan(report)),
      ),
    ),
  ];
  let headers: unknown;
  await tracing.commit(slice, async () => {
    const [output] = await encodeAnswers(slice, codecs, topics, tracing);
    headers = output?.records[0]?.headers;
  });
  return headers;
}

describe('without an SDK', () => {
  test('the answer carries the trace of the segment, unchanged, and there is nothing to call', async () => {
    expect(openTracing()).toBe(noTracing);
    expect(await answered(await record())).toEqual({ traceparent, baggage: 'k=v' });
    expect(await answered(await record({ headers: {} }))).toEqual({});
  });

  test('so does a dead letter', async () => {
    const garbage = await record({ value: Buffer.from('garbage') });
    expect(await answered(garbage)).toEqual({ traceparent, baggage: 'k=v' });
  });

  test('a producer starts a new trace for each segment', () => {
    const [first, second] = [startTrace('segments'), startTrace('segments')];
    first.end();
    expect(readTraceHeaders({ ...first.headers })).toEqual(first.headers);
    expect(traceIdOf(first.headers)).not.toBe(traceIdOf(second.headers));
  });
});

describe('with the OpenTelemetry SDK', () => {
  const exporter = new InMemorySpanExporter();
  const named = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name);

  beforeAll(() => {
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    trace.setGlobalTracerProvider(provider);
  });
  afterEach(() => exporter.reset());
  afterAll(() => trace.disable());

  test("decoding is in the segment's trace; its batch and commit link to it, its label goes on from it", async () => {
    const headers = await answered(await record());
    const [decode] = named('emostream.decode');
    expect(decode?.parentSpanContext?.spanId).toBe('00f067aa0ba902b7');
    expect(decode?.attributes).toMatchObject({ 'messaging.kafka.offset': 7 });
    const context = decode!.spanContext();
    expect(context.traceId).toBe(traceId);
    expect(headers).toEqual({ traceparent: `00-${traceId}-${context.spanId}-01`, baggage: 'k=v' });
    for (const name of ['emostream.classify', 'emostream.commit']) {
      const [span] = named(name);
      expect(span?.links.map((link) => link.context.spanId)).toEqual([context.spanId]);
      expect(span?.parentSpanContext).toBeUndefined();
    }
  });

  test('a record without a trace starts one', async () => {
    const headers = await answered(await record({ headers: {} }));
    const traceOf = named('emostream.decode')[0]!.spanContext().traceId;
    expect(headers).toMatchObject({ traceparent: expect.stringContaining(traceOf) as string });
  });

  test('a record that cannot be decoded, a commit that fails: errors, without the text of the segment', async () => {
    await answered(await record({ value: Buffer.from('garbage') }));
    expect(named('emostream.decode')[0]?.status).toMatchObject({ code: 2 });
    const failed = openTracing().commit([], () => Promise.reject(new Error('fenced')));
    await expect(failed).rejects.toThrow('fenced');
    expect(named('emostream.commit').at(-1)?.status).toEqual({ code: 2, message: 'fenced' });
  });

  test('a segment that the sampler leaves out stays left out', async () => {
    const headers = await answered(
      await record({ headers: { traceparent: traceparent.replace(/01$/, '00') } }),
    );
    expect(named('emostream.decode')).toEqual([]);
    expect(headers).toMatchObject({ traceparent: expect.stringMatching(/-00$/) as string });
  });

  test('a producer has a span for each segment until it is stored', () => {
    const { headers, end } = startTrace('segments');
    expect(named('emostream.produce')).toEqual([]);
    end();
    expect(traceIdOf(headers)).toBe(named('emostream.produce')[0]?.spanContext().traceId);
  });
});
