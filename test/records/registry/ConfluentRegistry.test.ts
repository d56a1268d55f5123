import { createCodecs } from '../../../src/records/createCodecs';
import { DecodeError } from '../../../src/records/DecodeError';
import {
  ConfluentRegistry,
  type ConfluentRegistryOptions,
} from '../../../src/records/registry/ConfluentRegistry';
import { currentSchema } from '../../../src/records/schemaFiles';
import { confluentHeader } from '../../../src/records/wireFormat';
import { label, segment } from '../samples';
import { FakeRegistry } from './FakeRegistry';

const topics = { segments: 'segs', labels: 'labels', deadLetters: 'dead' };

let server: FakeRegistry;
let url: string;
const clients: ConfluentRegistry[] = [];

beforeEach(async () => {
  server = new FakeRegistry('/apis/ccompat/v7');
  url = await server.start();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.stop();
});

function connect(options: Partial<ConfluentRegistryOptions> = {}): ConfluentRegistry {
  const client = new ConfluentRegistry({ url, ...options });
  clients.push(client);
  return client;
}

describe('the codecs with a registry', () => {
  test("write Confluent's format under the topic's subject, registered once, and read it back", async () => {
    const codecs = createCodecs({ registry: { client: connect(), topics } });
    const [bytes] = await Promise.all([codecs.segment.encode(segment), codecs.segment.encode(segment)]);
    expect(bytes.subarray(0, 5).toString('hex')).toBe('0000000001');
    expect(await codecs.segment.decode(bytes)).toStrictEqual(segment);
    await codecs.segment.decode(bytes);
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /apis/ccompat/v7/subjects/segs-value/versions',
      'GET /apis/ccompat/v7/schemas/ids/1',
    ]);
  });

  test('register the schema with the first record, and again after a failure', async () => {
    const codecs = createCodecs({ registry: { client: connect(), topics } });
    server.instead = { status: 503, body: {} };
    await expect(codecs.label.encode(label)).rejects.toMatchObject({ code: 'registry_unreachable' });
    server.instead = undefined;
    await codecs.label.encode(label);
    await codecs.label.encode(label);
    expect(server.seen.map(({ path }) => path)).toEqual(
      Array(2).fill('/apis/ccompat/v7/subjects/labels-value/versions'),
    );
  });

  test('read single-object encoding too', async () => {
    const codecs = createCodecs({ registry: { client: connect(), topics } });
    expect(await codecs.label.decode(await createCodecs().label.encode(label))).toStrictEqual(label);
    expect(server.seen).toEqual([]);
  });

  test('give a dead letter for a schema that is missing, not Avro, refers to others or does not fit', async () => {
    const codecs = createCodecs({ registry: { client: connect(), topics } });
    const ids = [
      999,
      -7,
      server.hold({ schema: '{}', schemaType: 'PROTOBUF' }),
      server.hold({ schema: '"string"', references: [{ name: 'a', subject: 'b', version: 1 }] }),
      server.hold({ schema: '"string"' }),
      server.hold({ schema: 'not a schema at all' }),
    ];
    for (const id of ids) {
      const decoding = codecs.segment.decode(Buffer.concat([confluentHeader(id), Buffer.from('x')]));
      await expect(decoding).rejects.toThrow(DecodeError);
      await expect(decoding).rejects.toMatchObject({ reason: 'unknown_schema' });
    }
  });

  test('allocate nothing for a schema and a datum that declare 50 million nulls', async () => {
    const codecs = createCodecs({ registry: { client: connect(), topics } });
    const schema = JSON.parse(currentSchema('TranscriptSegment')) as { fields: object[] };
    schema.fields.push({ name: 'junk', type: { type: 'array', items: 'null' } });
    const id = server.hold({ schema: JSON.stringify(schema) });
    const honest = (await codecs.segment.encode(segment)).subarray(5);
    const send = (nulls: string) =>
      codecs.segment.decode(Buffer.concat([confluentHeader(id), honest, Buffer.from(nulls, 'hex')]));
    expect(await send('0600')).toStrictEqual(segment);
    await expect(send('80c2d72f00')).rejects.toMatchObject({ reason: 'malformed_record' });
  });

  test('give no dead letter while the registry is down, and continue when it is up', async () => {
    const codecs = createCodecs({ registry: { client: connect({ timeoutMs: 200 }), topics } });
    const bytes = await codecs.segment.encode(segment);
    for (const bad of [
      { status: 503, body: {} },
      { status: 404, body: '<h1>proxy</h1>' },
      { status: 404, body: { error_code: 404, message: 'Could not find resource for full path' } },
      'silence',
    ] as const) {
      server.instead = bad;
      const decoding = codecs.segment.decode(bytes);
      await expect(decoding).rejects.toMatchObject({ fault: 'environment' });
      await expect(decoding).rejects.not.toThrow(DecodeError);
    }
    server.instead = undefined;
    expect(await codecs.segment.decode(bytes)).toStrictEqual(segment);
  });
});

describe('the client', () => {
  test('sends one request for many callers, and never again', async () => {
    const client = connect();
    const id = server.hold({ schema: '"string"' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.schemaById(id)));
    await client.schemaById(id);
    expect(new Set(answers.map((answer) => answer?.schema))).toEqual(new Set(['"string"']));
    expect(server.seen).toHaveLength(1);
  });

  test('does not ask again for an unknown id for a while', async () => {
    const client = connect();
    expect(await client.schemaById(5)).toBeUndefined();
    expect(await client.schemaById(5)).toBeUndefined();
    expect(server.seen).toHaveLength(1);
    expect(await client.schemaById(1)).toBeUndefined();
    server.hold({ schema: '"string"' });
    const later = Date.now() + 10_001;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
    try {
      expect(await client.schemaById(1)).toMatchObject({ schemaType: 'AVRO' });
    } finally {
      clock.mockRestore();
    }
  });

  test('without the permission to register, finds a schema or reports that it is missing', async () => {
    const client = connect({ autoRegister: false });
    await expect(client.idFor('segs-value', '"int"')).rejects.toMatchObject({
      code: 'schema_not_registered',
    });
    server.hold({ schema: '"int"' });
    expect(await client.idFor('segs-value', '"int"')).toBe(1);
  });

  test.each([
    [{ username: 'ana', password: 'p:w' }, 'Basic YW5hOnA6dw=='],
    [{ token: 'abc' }, 'Bearer abc'],
    [{}, undefined],
  ])('authenticates with %j', async (options, expected) => {
    await connect(options).schemaById(1);
    expect(server.seen[0]?.authorization).toBe(expected);
  });

  test('takes user and password from the URL, and never shows them', async () => {
    server.instead = { status: 401, body: { error_code: 401, message: 'Unauthorized' } };
    const asking = connect({ url: url.replace('//', '//ana:s3cret@') }).schemaById(1);
    await expect(asking).rejects.toMatchObject({ code: 'registry_denied', fault: 'configuration' });
    await expect(asking).rejects.not.toThrow(/s3cret/);
    expect(server.seen[0]?.authorization).toBe(`Basic ${Buffer.from('ana:s3cret').toString('base64')}`);
  });

  test.each([
    [
      { status: 409, body: { error_code: 409, message: 'incompatible' } },
      'schema_incompatible',
      'configuration',
    ],
    [
      { status: 422, body: { error_code: 42201, message: 'invalid' } },
      'schema_incompatible',
      'configuration',
    ],
    [{ status: 500, body: { error_code: 50001 } }, 'registry_unreachable', 'environment'],
    [{ status: 429, body: {} }, 'registry_unreachable', 'environment'],
    [{ status: 404, body: 'nothing here' }, 'registry_bad_answer', 'environment'],
    [{ status: 302, body: '' }, 'registry_bad_answer', 'environment'],
    [{ status: 200, body: '<html>' }, 'registry_bad_answer', 'environment'],
    [{ status: 200, body: 'x'.repeat(2_000_000) }, 'registry_unreachable', 'environment'],
  ])('%j on registering is %s', async (answer, code, fault) => {
    server.instead = answer;
    await expect(connect().idFor('s', '"int"')).rejects.toMatchObject({ code, fault });
  });

  test('without a server it is unreachable, with the host in the message', async () => {
    const gone = url;
    await server.stop();
    await expect(connect({ url: gone }).schemaById(1)).rejects.toMatchObject({
      code: 'registry_unreachable',
      fault: 'environment',
      message: expect.stringContaining('127.0.0.1') as string,
    });
    await server.start();
  });

  test.each(['localhost:8081', 'ftp://x', 'ana:s3cret@host'])('%s is not an address', (bad) => {
    expect(() => new ConfluentRegistry({ url: bad })).toThrow(/not an http or https URL/);
    expect(() => new ConfluentRegistry({ url: bad })).not.toThrow(/s3cret/);
  });
});
