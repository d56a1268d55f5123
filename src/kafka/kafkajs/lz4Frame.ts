import { createRequire } from 'node:module';

/** Loaded where it is needed: a machine for which there is no binary can still do without it. */
const lz4 = (): typeof import('lz4-napi') =>
  createRequire(__filename)('lz4-napi') as typeof import('lz4-napi');

/** LZ4 in its frame format, as Kafka has it since message format 1. */
export function encodeLz4(batch: Buffer): Promise<Buffer> {
  const { compressFrame } = lz4();
  return compressFrame(batch);
}

/** @throws what `tooLarge` gives, where more than `limit` bytes could come out */
export async function decodeLz4(packed: Buffer, limit: number, tooLarge: () => Error): Promise<Buffer> {
  if (uncompressedBound(packed) > limit) throw tooLarge();
  const { decompressFrame } = lz4();
  return decompressFrame(packed);
}

const frameMagic = 0x184d2204;
/** By the code in the frame's descriptor. */
const blockBytes = [0, 0, 0, 0, 64 * 1024, 256 * 1024, 1024 * 1024, 4 * 1024 * 1024];
/** A byte of a compressed block stands for so many at most: a run of one value. */
const largestRatio = 255;

/**
 * What all blocks of all frames can hold at most, by their headers alone (github.com/lz4/lz4, doc/lz4_Frame_format.md).
 * Blocks are full but for the last one, so this is near the true size.
 */
export function uncompressedBound(packed: Buffer): number {
  let bound = 0;
  let at = 0;
  while (at < packed.length) {
    if (packed.readUInt32LE(at) !== frameMagic) throw new Error('this is no LZ4 frame');
    const flags = packed.readUInt8(at + 4);
    const blockSize = blockBytes[(packed.readUInt8(at + 5) >> 4) & 7] ?? 0;
    const has = (bit: number): boolean => (flags & (1 << bit)) !== 0;
    const [contentSize, dictionary, blockChecksum, contentChecksum] = [has(3), has(0), has(4), has(2)];
    at += 7 + (contentSize ? 8 : 0) + (dictionary ? 4 : 0);
    for (;;) {
      const word = packed.readUInt32LE(at);
      at += 4;
      // The mark of the end.
      if (word === 0) break;
      const size = word & 0x7fffffff;
      const stored = word >>> 31 === 1;
      bound += stored ? size : Math.min(blockSize, size * largestRatio);
      at += size + (blockChecksum ? 4 : 0);
    }
    at += contentChecksum ? 4 : 0;
  }
  return bound;
}
