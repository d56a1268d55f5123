import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

/** One tensor to write; its values are asked for when their turn comes, so that a model is never in memory twice. */
export interface TensorToWrite {
  name: string;
  shape: readonly number[];
  read(): Float32Array;
}

/**
 * Writes a safetensors file of float32 tensors: 8 bytes of header length, the JSON header padded with spaces to a
 * multiple of 8, the data in the header's order (format specification of huggingface/safetensors). Written beside its
 * place and renamed, so that a file of that name is always whole.
 *
 * @param metadata string to string; transformers asks for `format: "pt"`
 */
export function writeSafetensors(
  path: string,
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): void {
  let offset = 0;
  const entries = tensors.map(({ name, shape }) => {
    const begin = offset;
    offset += 4 * shape.reduce((product, dim) => product * dim, 1);
    return [name, { dtype: 'F32', shape, data_offsets: [begin, offset] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const header = Buffer.from(json + ' '.repeat(7 - ((Buffer.byteLength(json) + 7) % 8)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));

  const partial = `${path}.partial`;
  const file = openSync(partial, 'w');
  try {
    writeAll(file, length);
    writeAll(file, header);
    for (const tensor of tensors) {
      const values = tensor.read();
      writeAll(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(partial, path);
}

function writeAll(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}
