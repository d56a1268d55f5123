import { randomUUID } from 'node:crypto';
import { Type, type Schema } from 'avsc';
import { createCodecs, type Codecs, type RecordTopics } from '../../src/records/createCodecs';
import {
  ConfluentRegistry,
  type ConfluentRegistryOptions,
} from '../../src/records/registry/ConfluentRegistry';
import { currentSchema } from '../../src/records/schemaFiles';
import { confluentHeader, readFrame } from '../../src/records/wireFormat';
import { deadLetter, label, segment } from '../records/samples';
import { jsonLines, killClis, runCli, startCli } from '../support/cli';
import { readAll, topicOptions } from '../support/taggerBench';
import { eventually, withBroker } from '../support/withBroker';
import { describeWithRegistry, withRegistry } from '../support/withRegistry';

interface AvroRecord {
  fields: { name: string; type: Schema; default?: unknown }[];
}

describeWithRegistry('with a real registry (Apicurio)', () => {
  const registry = withRegistry();
  const run = randomUUID();
  const topicsOf = (name: string): RecordTopics => ({
    segments: `segments-${name}-${run}`,
    labels: `labels-${name}-${run}`,
    deadLetters: `dead-${name}-${run}`,
  });
  const clients: ConfluentRegistry[] = [];
  const connect = (options: Partial<ConfluentRegistryOptions> = {}): ConfluentRegistry => {
    const client = new ConfluentRegistry({ url: registry.url, ...options });
    clients.push(client);
    return client;
  };
  const codecsOf = (topics: RecordTopics, autoRegister = true): Codecs =>
    createCodecs({ registry: { client: connect({ autoRegister }), topics } });

  /** A request that no command of emostream makes. */
  const ask = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${registry.url}${path}`, {
      method,
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const setCompatibility = async (subject: string, compatibility: string): Promise<void> => {
    expect((await ask('PUT', `/config/${subject}`, { compatibility })).status).toBe(200);
  };
  const edited = (name: 'TranscriptSegment' | 'EmotionLabel', edit: (schema: AvroRecord) => void): string => {
    const schema = JSON.parse(currentSchema(name)) as AvroRecord;
    edit(schema);
    return JSON.stringify(schema);
  };

  afterEach(killClis);
  afterAll(() => {
    for (const client of clients) client.close();
  });

  test('what one process registers and writes, another reads without registering', async () => {
    const topics = topicsOf('read');
    const writer = codecsOf(topics);
    const reader = codecsOf(topics, false);
    expect(await reader.segment.decode(await writer.segment.encode(segment))).toStrictEqual(segment);
    expect(await reader.label.decode(await writer.label.encode(label))).toStrictEqual(label);
    expect(await reader.deadLetter.decode(await writer.deadLetter.encode(deadLetter))).toStrictEqual(
      deadLetter,
    );
    const held = connect({ autoRegister: false });
    expect(await held.idFor(`${topics.labels}-value`, currentSchema('EmotionLabel'))).toBeGreaterThan(0);
  });

  test('an older and a newer producer are read by today, each by the schema it has registered', async () => {
    const topics = topicsOf('evolve');
    const subject = `${topics.segments}-value`;
    const older = edited('TranscriptSegment', (schema) => {
      schema.fields = schema.fields.filter(({ name }) => !['language', 'speaker', 'isFinal'].includes(name));
    });
    const newer = edited('TranscriptSegment', (schema) => {
      schema.fields.push({ name: 'channel', type: ['null', 'string'], default: null });
    });
    const client = connect();
    const write = async (schema: string, value: object): Promise<Buffer> => {
      const id = await client.idFor(subject, schema);
      return Buffer.concat([
        confluentHeader(id),
        Type.forSchema(JSON.parse(schema) as Schema).toBuffer(value),
      ]);
    };
    const fromOlder = await write(older, segment);
    await setCompatibility(subject, 'BACKWARD_TRANSITIVE');
    const current = codecsOf(topics);
    const fromToday = await current.segment.encode(segment);
    const fromNewer = await write(newer, { ...segment, channel: 'TeleAmazonas' });

    const idOf = (bytes: Buffer): number => bytes.readInt32BE(1);
    expect(new Set([fromOlder, fromToday, fromNewer].map(idOf)).size).toBe(3);
    expect(await current.segment.decode(fromOlder)).toEqual({
      ...segment,
      ...{ language: 'und', speaker: null, isFinal: true },
    });
    expect(await current.segment.decode(fromToday)).toEqual(segment);
    expect(await current.segment.decode(fromNewer)).toEqual(segment);
    expect(await (await ask('GET', `/subjects/${subject}/versions`)).json()).toEqual([1, 2, 3]);
  });

  test('a schema that may not follow the last one is refused with 409, and the user is told', async () => {
    const subject = `strict-${run}-value`;
    const client = connect();
    await client.idFor(subject, currentSchema('EmotionLabel'));
    await setCompatibility(subject, 'FULL_TRANSITIVE');
    const schema = edited('EmotionLabel', ({ fields }) => fields.push({ name: 'valence', type: 'double' }));
    expect((await ask('POST', `/subjects/${subject}/versions`, { schema })).status).toBe(409);
    await expect(client.idFor(subject, schema)).rejects.toMatchObject({
      code: 'schema_incompatible',
      fault: 'configuration',
    });
  });

  test('an id that it does not have is a dead letter', async () => {
    const unknown = Buffer.concat([confluentHeader(2_000_000_000), Buffer.from('x')]);
    await expect(codecsOf(topicsOf('unknown')).segment.decode(unknown)).rejects.toMatchObject({
      reason: 'unknown_schema',
    });
  });

  test('a schema that it does not hold is told, and so is a wrong path', async () => {
    await expect(connect({ autoRegister: false }).idFor(`none-${run}-value`, '"int"')).rejects.toMatchObject({
      code: 'schema_not_registered',
    });
    await expect(
      connect({ url: new URL('/nowhere', registry.url).href }).schemaById(1),
    ).rejects.toMatchObject({ code: 'registry_bad_answer', fault: 'environment' });
  });

  describe('and a real broker', () => {
    const broker = withBroker();

    test("the whole stream speaks Confluent's wire format: produce, run, labels, dead letters", async () => {
      const { names, args } = topicOptions(broker, 'registry');
      const kafka = broker.kafka();
      const options = [...args, '--registry-url', registry.url];
      const texts = ['samples/debate-es.vtt', '--stream', 'debate', '--pace', 'max', '--json'];
      const produced = await runCli(['produce', ...texts, ...options]);
      expect(produced).toMatchObject({ code: 0 });
      const [{ segments }] = jsonLines<{ segments: number }>(produced.stdout) as [{ segments: number }];
      const flags = ['--max-characters', '60', '--http-port', '0', '--group', broker.group('registry')];
      const tagger = startCli(['run', ...flags, ...options]);
      const answers = async () => [
        await readAll(kafka, names.labels),
        await readAll(kafka, names.deadLetters),
      ];
      await Promise.race([
        eventually('all are answered', async () => (await answers()).flat().length === segments, 240_000),
        tagger.finished.then(({ stderr }) => Promise.reject(new Error(`the tagger ended: ${stderr}`))),
      ]);
      tagger.child.kill('SIGTERM');
      expect(await tagger.finished).toMatchObject({ code: 0 });

      const inputs = await readAll(kafka, names.segments);
      const [labels = [], deadLetters = []] = await answers();
      expect(labels.length).toBeGreaterThan(0);
      expect(deadLetters.length).toBeGreaterThan(0);
      for (const [topic, messages] of Object.entries({ segments: inputs, labels, deadLetters })) {
        const subject = `${names[topic as keyof RecordTopics]}-value`;
        const latest = await ask('GET', `/subjects/${subject}/versions/latest`);
        const { id } = (await latest.json()) as { id: number };
        for (const { value } of messages) expect(readFrame(value)).toMatchObject({ schemaId: id });
      }
      const reader = codecsOf(names, false);
      const read = async <T>(messages: typeof labels, decode: (bytes: Buffer | null) => Promise<T>) =>
        Promise.all(messages.map(({ value }) => decode(value)));
      const sent = await read(inputs, (bytes) => reader.segment.decode(bytes));
      const labelled = await read(labels, (bytes) => reader.label.decode(bytes));
      const letters = await read(deadLetters, (bytes) => reader.deadLetter.decode(bytes));
      const refused = await Promise.all(letters.map(({ value }) => reader.segment.decode(value)));
      expect(refused.every(({ text }) => text.length > 60)).toBe(true);
      const textOf = ({ segmentId, text }: { segmentId: string; text: string | null }) => [segmentId, text];
      expect([...labelled, ...refused].map(textOf).sort()).toEqual(sent.map(textOf).sort());
    }, 300_000);
  });
});
