import { randomUUID } from 'node:crypto';
import { createCodecs } from '../../../src/records/createCodecs';
import { ConfluentRegistry } from '../../../src/records/registry/ConfluentRegistry';
import { currentSchema } from '../../../src/records/schemaFiles';
import { confluentHeader } from '../../../src/records/wireFormat';
import { deadLetter, label, segment } from '../samples';

/**
 * Against a real registry, where one is given: EMOSTREAM_TEST_REGISTRY=http://127.0.0.1:8080/apis/ccompat/v7
 * (Apicurio 2.6.13.Final: the artifact io.apicurio:apicurio-registry-app:2.6.13.Final:tar.gz:all, unpacked and
 * started with `java -jar apicurio-registry-app-2.6.13.Final-runner.jar`).
 */
const url = process.env['EMOSTREAM_TEST_REGISTRY'] ?? '';

(url === '' ? describe.skip : describe)('with a real registry (EMOSTREAM_TEST_REGISTRY)', () => {
  const run = randomUUID();
  const topics = { segments: `segments-${run}`, labels: `labels-${run}`, deadLetters: `dead-${run}` };
  const clients: ConfluentRegistry[] = [];
  const connect = (autoRegister: boolean) => {
    const client = new ConfluentRegistry({ url, autoRegister });
    clients.push(client);
    return client;
  };

  afterAll(() => {
    for (const client of clients) client.close();
  });

  test('what one process registers and writes, another reads without registering', async () => {
    const writer = createCodecs({ registry: { client: connect(true), topics } });
    const reader = createCodecs({ registry: { client: connect(false), topics } });
    expect(await reader.segment.decode(await writer.segment.encode(segment))).toStrictEqual(segment);
    expect(await reader.label.decode(await writer.label.encode(label))).toStrictEqual(label);
    expect(await reader.deadLetter.decode(await writer.deadLetter.encode(deadLetter))).toStrictEqual(
      deadLetter,
    );
    expect(
      await connect(false).idFor(`${topics.labels}-value`, currentSchema('EmotionLabel')),
    ).toBeGreaterThan(0);
  });

  test('an id that it does not have is a dead letter', async () => {
    const codecs = createCodecs({ registry: { client: connect(true), topics } });
    const decoding = codecs.segment.decode(Buffer.concat([confluentHeader(2_000_000_000), Buffer.from('x')]));
    await expect(decoding).rejects.toMatchObject({ reason: 'unknown_schema' });
  });

  test('a schema that may not follow the last one is told', async () => {
    const client = connect(true);
    const subject = `strict-${run}-value`;
    await client.idFor(subject, currentSchema('EmotionLabel'));
    await fetch(`${url}/config/${subject}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ compatibility: 'FULL_TRANSITIVE' }),
    });
    const schema = JSON.parse(currentSchema('EmotionLabel')) as { fields: object[] };
    schema.fields.push({ name: 'valence', type: 'double' });
    await expect(client.idFor(subject, JSON.stringify(schema))).rejects.toMatchObject({
      code: 'schema_incompatible',
    });
  });

  test('a schema that it does not hold is told, and so is a wrong path', async () => {
    await expect(connect(false).idFor(`none-${run}-value`, '"int"')).rejects.toMatchObject({
      code: 'schema_not_registered',
    });
    const lost = new ConfluentRegistry({ url: new URL('/nowhere', url).href });
    clients.push(lost);
    await expect(lost.schemaById(1)).rejects.toMatchObject({
      code: 'registry_bad_answer',
      fault: 'environment',
    });
  });
});
