import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { EmostreamError } from '../../common/errors';
import type { GraphBuilder } from './GraphBuilder';
import { onnxModel } from './onnxModel';

/** A Protocol Buffers message may not be longer; larger graphs would need ONNX's external data files. */
const largestMessage = 2 ** 31 - 1;
/** Small pieces (keys, lengths, names) are gathered to writes of about this many bytes. */
const gatheredBytes = 1 << 16;

/**
 * Writes a graph to one .onnx file, a tensor at a time.
 *
 * @returns SHA-256 of the file, hexadecimal
 * @throws EmostreamError `unsupported_checkpoint` for a graph over 2 GiB
 */
export function writeOnnxFile(path: string, graph: GraphBuilder): string {
  const model = onnxModel(graph);
  if (model.byteLength > largestMessage) {
    throw new EmostreamError(`${path} would have ${model.byteLength} bytes; an ONNX file holds 2 GiB`, {
      code: 'unsupported_checkpoint',
      fault: 'configuration',
      hint: 'use precision int8, which takes a quarter of the space',
    });
  }
  const hash = createHash('sha256');
  const file = openSync(path, 'w');
  try {
    let gathered: Uint8Array[] = [];
    let length = 0;
    const flush = () => {
      const bytes =
        gathered.length === 1 && gathered[0] !== undefined ? gathered[0] : Buffer.concat(gathered);
      hash.update(bytes);
      writeAll(file, bytes);
      gathered = [];
      length = 0;
    };
    for (const piece of model.pieces) {
      if (length + piece.byteLength > gatheredBytes) flush();
      gathered.push(piece.read());
      length += piece.byteLength;
    }
    flush();
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

function writeAll(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.byteLength) {
    written += writeSync(file, bytes, written, Math.min(bytes.byteLength - written, 1 << 30));
  }
}
