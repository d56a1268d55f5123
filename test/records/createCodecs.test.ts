import fc from 'fast-check';
import { EmostreamError } from '../../src/common/errors';
import { createCodecs } from '../../src/records/createCodecs';
import { DecodeError } from '../../src/records/DecodeError';
import type { TranscriptSegment } from '../../src/records/TranscriptSegment';
import { deadLetter, label, segment } from './samples';

const codecs = createCodecs();

test('each record is decoded to an equal plain object', async () => {
  expect(await codecs.segment.decode(await codecs.segment.encode(segment))).toStrictEqual(segment);
  expect(await codecs.label.decode(await codecs.label.encode(label))).toStrictEqual(label);
  expect(await codecs.deadLetter.decode(await codecs.deadLetter.encode(deadLetter))).toStrictEqual(
    deadLetter,
  );
});

test('any segment is decoded to an equal one', async () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const time = fc.nat({ max: 2 ** 50 });
  const segments = fc
    .record({
      streamId: name,
      segmentId: name,
      sequence: time,
      text: fc.string({ unit: 'grapheme', maxLength: 2000 }),
      startMs: time,
      lengthMs: time,
      language: name,
      speaker: fc.option(name),
      isFinal: fc.boolean(),
      producedAt: time,
    })
    .map(({ lengthMs, ...rest }): TranscriptSegment => ({ ...rest, endMs: rest.startMs + lengthMs }));
  await fc.assert(
    fc.asyncProperty(segments, async (original) => {
      expect(await codecs.segment.decode(await codecs.segment.encode(original))).toStrictEqual(original);
    }),
  );
});

test("a text of a megabyte comes back: its length is the tagger's concern", async () => {
  const long = { ...segment, text: 'ñ'.repeat(500_000) };
  expect(await codecs.segment.decode(await codecs.segment.encode(long))).toStrictEqual(long);
});

test('offsets keep their 64 bits', async () => {
  const offsets = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
  await fc.assert(
    fc.asyncProperty(offsets, async (offset) => {
      const decoded = await codecs.deadLetter.decode(
        await codecs.deadLetter.encode({ ...deadLetter, offset }),
      );
      expect(decoded.offset).toBe(offset);
    }),
  );
});

test('key and value of a dead letter may be missing', async () => {
  const bare = { ...deadLetter, key: null, value: null };
  expect(await codecs.deadLetter.decode(await codecs.deadLetter.encode(bare))).toStrictEqual(bare);
});

test('a value that does not fit its schema is a bug that names the field, not its content', async () => {
  const encoding = codecs.label.encode({ ...label, text: 5 as unknown as string });
  await expect(encoding).rejects.toThrow(EmostreamError);
  await expect(encoding).rejects.toMatchObject({
    code: 'encode_failed',
    fault: 'bug',
    message: 'cannot encode this EmotionLabel: text does not fit the schema',
  });
});

test('the error of an invalid segment names the field', async () => {
  const bytes = await codecs.segment.encode({ ...segment, endMs: segment.startMs - 1 });
  await expect(codecs.segment.decode(bytes)).rejects.toMatchObject({
    reason: 'invalid_segment',
    message: "the segment's endMs 61239 is before startMs, 61240",
  });
});

test('a record of another kind is an unknown schema', async () => {
  const bytes = await codecs.label.encode(label);
  await expect(codecs.segment.decode(bytes)).rejects.toMatchObject({ reason: 'unknown_schema' });
});

test("the error of Confluent's format without a registry says what to configure", async () => {
  const decoding = codecs.segment.decode(Buffer.from('0000000007aabb', 'hex'));
  await expect(decoding).rejects.toThrow(DecodeError);
  await expect(decoding).rejects.toMatchObject({
    reason: 'unknown_schema',
    message: 'the value refers to schema 7 of a schema registry, but none is configured',
    hint: 'Configure the schema registry that its producer uses.',
  });
});
