import * as zlib from 'node:zlib';
import { Decompress as ZstdInflate } from 'fzstd';
import { CompressionCodecs, CompressionTypes, KafkaJSNonRetriableError } from 'kafkajs';
import type { Compression } from '../settings';
import { decodeLz4, encodeLz4 } from './lz4Frame';
import { decodeSnappy, encodeSnappy } from './xerialSnappy';

/**
 * A record batch may inflate to so many bytes. A megabyte of gzip can hold a gigabyte of zeros, which would take all
 * of a process's memory; no batch of transcripts comes near this.
 */
export const largestInflatedBatch = 64 * 1024 * 1024;

/** In `code` of the error of a batch that is larger. */
export const batchTooLarge = 'BATCH_TOO_LARGE';

interface Codec {
  encode: (batch: Buffer) => Promise<Buffer> | Buffer;
  /** @throws `batchTooLarge` where it would be larger than the limit */
  decode: (packed: Buffer, limit: number) => Promise<Buffer> | Buffer;
}

/** The zstd of Node, since 22.15. The types of Node 20 do not know it. */
const nodeZstd = zlib as typeof zlib & {
  zstdCompress?: typeof zlib.gzip;
  zstdDecompress?: typeof zlib.gunzip;
};

/** How batches are packed and unpacked, each with a bound on what comes out. */
export const codecs: Record<Exclude<Compression, 'none'>, Codec> = {
  gzip: {
    encode: (batch) => called((done) => zlib.gzip(batch, done)),
    decode: (packed, maxOutputLength) => called((done) => zlib.gunzip(packed, { maxOutputLength }, done)),
  },
  snappy: { encode: encodeSnappy, decode: (packed, limit) => decodeSnappy(packed, limit, tooLarge) },
  lz4: { encode: encodeLz4, decode: (packed, limit) => decodeLz4(packed, limit, tooLarge) },
  zstd: {
    encode: (batch) => {
      const { zstdCompress } = nodeZstd;
      if (zstdCompress === undefined) throw new KafkaJSNonRetriableError('this Node writes no zstd');
      return called((done) => zstdCompress(batch, done));
    },
    decode: (packed, maxOutputLength) => {
      const { zstdDecompress } = nodeZstd;
      if (zstdDecompress === undefined) return inflateZstd(packed, maxOutputLength);
      return called((done) => zstdDecompress(packed, { maxOutputLength }, done));
    },
  },
};

/** Whether this Node can write zstd; any can read it. */
export const writesZstd = nodeZstd.zstdCompress !== undefined;

const types = {
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
} as const;

/** Teaches kafkajs, which knows gzip alone and no bounds, to read and write with all codecs. */
export function installCodecs(): void {
  for (const name of Object.keys(types) as (keyof typeof types)[]) {
    const { encode, decode } = codecs[name];
    CompressionCodecs[types[name]] = () => ({
      compress: async ({ buffer }: { buffer: Buffer }) => encode(buffer),
      decompress: async (buffer: Buffer) => decode(buffer, largestInflatedBatch),
    });
  }
}

function called(work: (done: (error: Error | null, result: Buffer) => void) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    work((error, result) => {
      if (error === null) resolve(result);
      else reject((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : error);
    });
  });
}

/** In plain JavaScript, block by block, so that it can stop where it is too much. */
function inflateZstd(packed: Buffer, limit: number): Buffer {
  const parts: Uint8Array[] = [];
  let size = 0;
  const inflate = new ZstdInflate((part) => {
    size += part.length;
    if (size > limit) throw tooLarge();
    parts.push(part);
  });
  inflate.push(packed, true);
  return Buffer.concat(parts, size);
}

/** kafkajs does not try again what is not retriable. */
function tooLarge(): Error {
  const message = `a record batch inflates to more than ${largestInflatedBatch / 1024 / 1024} MiB`;
  return Object.assign(new KafkaJSNonRetriableError(message), { code: batchTooLarge });
}
