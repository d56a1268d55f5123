import { createRequire } from 'node:module';

/**
 * Snappy as Kafka's own clients write it: not one raw block but blocks in the framing of xerial's snappy-java, each
 * behind its length. Readers take raw blocks too, which some other clients write.
 */
const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
/** Version and compatible version, 1 each. */
const header = Buffer.concat([magic, Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])]);
const blockBytes = 32 * 1024;

/** Loaded where it is needed: a machine for which there is no binary can still do without it. */
const snappy = (): typeof import('snappy') => createRequire(__filename)('snappy') as typeof import('snappy');

export function encodeSnappy(batch: Buffer): Buffer {
  const { compressSync } = snappy();
  const parts: Uint8Array[] = [header];
  for (let at = 0; at < batch.length; at += blockBytes) {
    const block = compressSync(batch.subarray(at, at + blockBytes));
    const length = Buffer.alloc(4);
    length.writeInt32BE(block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
}

/** @throws what `tooLarge` gives, where more than `limit` bytes would come out: each block says how many it holds */
export function decodeSnappy(packed: Buffer, limit: number, tooLarge: () => Error): Buffer {
  const { uncompressSync } = snappy();
  const blocks = packed.subarray(0, magic.length).equals(magic) ? blocksOf(packed) : [packed];
  const size = blocks.reduce((sum, block) => sum + uncompressedLength(block), 0);
  if (size > limit) throw tooLarge();
  return Buffer.concat(blocks.map((block) => Buffer.from(uncompressSync(block))));
}

function blocksOf(packed: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = header.length; at < packed.length;) {
    const length = packed.readInt32BE(at);
    if (length < 0 || at + 4 + length > packed.length) throw new Error('a snappy block is cut off');
    blocks.push(packed.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return blocks;
}

/** A raw block begins with its uncompressed length, as a varint. */
function uncompressedLength(block: Buffer): number {
  let length = 0;
  for (let at = 0; at < 5; at++) {
    const byte = block[at];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return length;
  }
  throw new Error('a snappy block has no length');
}
