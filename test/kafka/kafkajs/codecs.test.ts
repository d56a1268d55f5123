import { gzipSync } from 'node:zlib';
import { compressSync } from 'snappy';
import { compressFrame } from 'lz4-napi';
import { batchTooLarge, codecs, largestInflatedBatch, writesZstd } from '../../../src/kafka/kafkajs/codecs';
import { uncompressedBound } from '../../../src/kafka/kafkajs/lz4Frame';

const text = Buffer.from('una emisión en directo '.repeat(2000));
const noise = Buffer.from(Array.from({ length: 100_000 }, (_, n) => (n * 7919 * (n % 251)) & 0xff));
/** `zlib.zstdCompressSync(text)` of Node 24. */
const zstdText = Buffer.from('KLUv/WCAugUBAMB1bmEgZW1pc2nDs24gZW4gZGlyZWN0byABAJTtVp9j', 'base64');

describe.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)('%s', (name) => {
  const { encode, decode } = codecs[name];
  const can = name !== 'zstd' || writesZstd;

  (can ? test : test.skip)('gives back what was packed', async () => {
    for (const batch of [text, noise, Buffer.alloc(0)]) {
      const packed = await encode(batch);
      expect((await decode(packed, largestInflatedBatch)).equals(batch)).toBe(true);
      if (batch === text) expect(packed.length).toBeLessThan(batch.length / 10);
    }
  });

  (can ? test : test.skip)(
    'refuses what would be larger than the limit, and takes what just fits',
    async () => {
      const packed = await encode(text);
      await expect(decoding(name, packed, text.length - 1)).rejects.toMatchObject({
        code: batchTooLarge,
        retriable: false,
      });
      // The headers of LZ4 tell the size of all blocks but the last, which counts as full.
      const limit = name === 'lz4' ? 64 * 1024 : text.length;
      expect((await decode(packed, limit)).equals(text)).toBe(true);
    },
  );
});

/** What it throws at once counts as well. */
async function decoding(name: keyof typeof codecs, packed: Buffer, limit: number): Promise<Buffer> {
  return codecs[name].decode(packed, limit);
}

test('zstd is read by any Node', async () => {
  expect((await decoding('zstd', zstdText, largestInflatedBatch)).equals(text)).toBe(true);
});

test('a small batch that would fill the memory is refused', async () => {
  const zeros = Buffer.alloc(largestInflatedBatch + 1);
  const bombs = {
    gzip: gzipSync(zeros),
    snappy: Buffer.from(compressSync(zeros)),
    lz4: await compressFrame(zeros),
    zstd: zstdZeros(largestInflatedBatch + 1),
  };
  for (const [name, packed] of Object.entries(bombs)) {
    expect(packed.length).toBeLessThan(4 * 1024 * 1024);
    await expect(decoding(name as keyof typeof bombs, packed, largestInflatedBatch)).rejects.toMatchObject({
      code: batchTooLarge,
    });
  }
});

test('snappy as one raw block, without the framing of Java, is read too', async () => {
  const packed = Buffer.from(compressSync(text));
  expect((await decoding('snappy', packed, largestInflatedBatch)).equals(text)).toBe(true);
});

test('what is no frame, or is cut off, is an error', async () => {
  await expect(decoding('snappy', (await codecs.snappy.encode(text)).subarray(0, 60), 1e6)).rejects.toThrow();
  await expect(decoding('lz4', Buffer.from('no frame at all'), 1e6)).rejects.toThrow();
  const frame = await codecs.lz4.encode(text);
  expect(() => uncompressedBound(frame.subarray(0, frame.length - 6))).toThrow();
  await expect(decoding('zstd', zstdText.subarray(0, 20), 1e6)).rejects.toThrow();
});

test('several LZ4 frames count together', async () => {
  const frame = await codecs.lz4.encode(noise);
  expect(uncompressedBound(Buffer.concat([frame, frame]))).toBe(2 * uncompressedBound(frame));
});

/** A frame of runs of zeros (RFC 8878, 3.1.1.2): no Node before 22.15 could make one. */
function zstdZeros(size: number): Buffer {
  const blockSize = 128 * 1024;
  // No checksum, no content size, a window of 8 MiB.
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 13 << 3])];
  for (let left = size; left > 0; left -= blockSize) {
    const last = left <= blockSize ? 1 : 0;
    const header = (Math.min(left, blockSize) << 3) | (1 << 1) | last;
    parts.push(Buffer.from([header & 0xff, (header >> 8) & 0xff, header >> 16, 0]));
  }
  return Buffer.concat(parts);
}
