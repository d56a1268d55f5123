import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { whyUnreadable } from '../../common/whyUnreadable';
import { bfloat16ToFloat32, float16ToFloat32 } from './halfFloats';
import { checkpointError, isObject, parseJsonObject } from './modelFiles';

const bytesPerElement = { F32: 4, F16: 2, BF16: 2 } as const;
type DType = keyof typeof bytesPerElement;

/** Where one tensor lies in a safetensors file. Nothing is read before `readTensor`. */
export interface TensorEntry {
  path: string;
  name: string;
  dtype: string;
  shape: readonly number[];
  /** Byte offset in the file, and length in bytes. */
  start: number;
  byteLength: number;
}

/** The format allows no larger header (100 MB), so that a damaged length cannot ask for all memory. */
const largestHeader = 100_000_000;

/**
 * The tensors of a safetensors file, from its header: 8 bytes of length (little-endian), a JSON object from name
 * to {dtype, shape, data_offsets}, then the data (format specification of huggingface/safetensors).
 *
 * @throws EmostreamError `bad_checkpoint` for a missing, truncated or inconsistent file
 */
export function readSafetensorsHeader(path: string): TensorEntry[] {
  return withFile(path, (file) => {
    const size = fstatSync(file).size;
    if (size < 8) throw checkpointError(`${path} is not a safetensors file: it has ${size} bytes`);
    const headerLength = Number(readBytes(file, path, 0, 8).readBigUInt64LE());
    const dataStart = 8 + headerLength;
    if (headerLength > largestHeader || dataStart > size) {
      throw checkpointError(
        `${path} is damaged: its header should have ${headerLength} bytes, the file has ${size}`,
        'copy or download the file again',
      );
    }
    const header = parseJsonObject(
      readBytes(file, path, 8, headerLength).toString('utf8'),
      `the header of ${path}`,
    );
    return Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(([name, value]) => tensorEntry(path, name, value, dataStart, size));
  });
}

function tensorEntry(
  path: string,
  name: string,
  value: unknown,
  dataStart: number,
  size: number,
): TensorEntry {
  const bad = (what: string) =>
    checkpointError(`${path}: tensor ${name} ${what}`, 'copy or download it again');
  if (!isObject(value)) throw bad('has no description');
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw bad('has a malformed description');
  }
  const [begin = 0, end = 0] = offsets;
  if (end < begin) throw bad(`has bad offsets: ${begin} to ${end}`);
  if (dataStart + end > size) {
    throw bad(`ends at byte ${dataStart + end}, but the file has ${size}: it is truncated`);
  }
  return { path, name, dtype, shape, start: dataStart + begin, byteLength: end - begin };
}

/**
 * Reads one tensor as float32, row by row.
 *
 * @throws EmostreamError `bad_checkpoint` for a dtype other than F32, F16 or BF16, or a length that is not its shape's
 */
export function readTensor(entry: TensorEntry): Float32Array {
  const { path, name, dtype, shape, start, byteLength } = entry;
  if (!isDType(dtype)) {
    throw checkpointError(
      `${path}: tensor ${name} has dtype ${dtype}`,
      'save the checkpoint in float32, float16 or bfloat16',
    );
  }
  const elements = shape.reduce((product, dim) => product * dim, 1);
  const needed = elements * bytesPerElement[dtype];
  if (byteLength !== needed) {
    throw checkpointError(
      `${path}: tensor ${name} has ${byteLength} bytes, its shape [${shape.join(', ')}] of ${dtype} needs ${needed}`,
    );
  }
  const bytes = withFile(path, (file) => readBytes(file, path, start, byteLength));
  if (dtype === 'F32') return new Float32Array(bytes.buffer, 0, elements);
  const halves = new Uint16Array(bytes.buffer, 0, elements);
  return dtype === 'F16' ? float16ToFloat32(halves) : bfloat16ToFloat32(halves);
}

/**
 * Reads a weight, as `readTensor` does. A network with one that is NaN or infinite answers NaN to every text; a
 * training that diverged leaves such weights.
 *
 * @throws EmostreamError `bad_checkpoint` as `readTensor` does, and for values that are not finite
 */
export function readFiniteTensor(entry: TensorEntry): Float32Array {
  const values = readTensor(entry);
  // A loop over a typed array: some hundred milliseconds for a whole checkpoint.
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    const many = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
    throw checkpointError(
      `${entry.path}: tensor ${entry.name} holds ${values[i] ?? NaN}: ` +
        `${many} of its ${values.length} values are not finite`,
      'the file is damaged, or the training diverged: copy it again, or train with a lower learning rate',
    );
  }
  return values;
}

/**
 * A file's tensors by their names, each read when it is asked for.
 *
 * @throws EmostreamError `bad_checkpoint`, as `readSafetensorsHeader` does, and at a call as `readTensor` does
 */
export function tensorsOf(path: string): (name: string) => Float32Array {
  const entries = new Map(readSafetensorsHeader(path).map((entry) => [entry.name, entry]));
  return (name) => {
    const entry = entries.get(name);
    if (entry === undefined) throw new Error(`${path} has no ${name}`);
    return readTensor(entry);
  };
}

/** Whether `readTensor` can read it. */
export function isDType(dtype: string): dtype is DType {
  return Object.hasOwn(bytesPerElement, dtype);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && Number(item) >= 0);
}

function withFile<T>(path: string, use: (file: number) => T): T {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw checkpointError(`${path} cannot be read: ${whyUnreadable(error)}`, undefined, error);
  }
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

/** In a buffer of its own (offset 0), so that a typed array of any width can be laid over it. */
function readBytes(file: number, path: string, position: number, length: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(new ArrayBuffer(length));
  let filled = 0;
  while (filled < length) {
    const read = readSync(file, bytes, filled, Math.min(length - filled, 1 << 30), position + filled);
    if (read === 0) throw checkpointError(`${path} ends at byte ${position + filled}: it is truncated`);
    filled += read;
  }
  return bytes;
}
