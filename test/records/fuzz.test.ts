import fc from 'fast-check';
import { createCodecs } from '../../src/records/createCodecs';
import { DecodeError } from '../../src/records/DecodeError';
import { deadLetter, label, segment } from './samples';

const codecs = createCodecs();
const records = [
  ['segment', codecs.segment, codecs.segment.encode(segment)],
  ['label', codecs.label, codecs.label.encode(label)],
  ['deadLetter', codecs.deadLetter, codecs.deadLetter.encode(deadLetter)],
] as const;

type Outcome = 'decoded' | 'refused';

/** Anything but a record or a DecodeError fails the test. */
async function outcome(codec: { decode(bytes: Buffer): Promise<unknown> }, bytes: Buffer): Promise<Outcome> {
  try {
    await codec.decode(bytes);
    return 'decoded';
  } catch (error) {
    if (error instanceof DecodeError) return 'refused';
    throw error;
  }
}

describe.each(records)('%s', (_, codec, encoded) => {
  test('cut off at any place, it is refused', async () => {
    const bytes = await encoded;
    for (let length = 0; length < bytes.length; length++) {
      expect(await outcome(codec, bytes.subarray(0, length))).toBe('refused');
    }
  });

  test('with an additional byte it is refused', async () => {
    expect(await outcome(codec, Buffer.concat([await encoded, Buffer.alloc(1)]))).toBe('refused');
  });

  test('any flipped bit gives a record or a refusal', async () => {
    const bytes = await encoded;
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      await outcome(codec, flipped);
    }
  });

  test('random bytes behind its header give a record or a refusal', async () => {
    const header = (await encoded).subarray(0, 10);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (datum) => {
        await outcome(codec, Buffer.concat([header, datum]));
      }),
      { numRuns: 2000 },
    );
  });

  test('random bytes are refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await outcome(codec, Buffer.from(bytes))).toBe('refused');
      }),
      { numRuns: 2000 },
    );
  });
});
