/** Bytes that are made only when they are written: a weight tensor is in memory while its turn lasts. */
export interface LazyBytes {
  readonly byteLength: number;
  read(): Uint8Array;
}

const wireTypes = { varint: 0, lengthDelimited: 2, fixed32: 5 } as const;

/**
 * A Protocol Buffers message under construction, after the encoding page of protobuf.dev. A message is a list of
 * byte pieces with a known total length, so that nesting and writing copy no tensor.
 */
export class ProtoMessage {
  readonly pieces: LazyBytes[] = [];
  byteLength = 0;

  /** int32, int64, enum, bool */
  int(field: number, value: number): this {
    return this.#key(field, wireTypes.varint).#append(varint(value));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#key(field, wireTypes.fixed32).#append(bytes);
  }

  string(field: number, value: string): this {
    return this.bytes(field, eager(new TextEncoder().encode(value)));
  }

  bytes(field: number, value: LazyBytes): this {
    this.#key(field, wireTypes.lengthDelimited).#append(varint(value.byteLength));
    this.pieces.push(value);
    this.byteLength += value.byteLength;
    return this;
  }

  /** Repeated fields of int64 in the packed encoding. */
  packedInts(field: number, values: readonly number[]): this {
    const encoded = values.flatMap((value) => [...varint(value)]);
    return this.bytes(field, eager(Uint8Array.from(encoded)));
  }

  message(field: number, value: ProtoMessage): this {
    this.#key(field, wireTypes.lengthDelimited).#append(varint(value.byteLength));
    for (const piece of value.pieces) this.pieces.push(piece);
    this.byteLength += value.byteLength;
    return this;
  }

  #key(field: number, wireType: number): this {
    return this.#append(varint((field << 3) | wireType));
  }

  #append(bytes: Uint8Array): this {
    this.pieces.push(eager(bytes));
    this.byteLength += bytes.byteLength;
    return this;
  }
}

/** Bytes that are at hand already. */
export function eager(bytes: Uint8Array): LazyBytes {
  return { byteLength: bytes.byteLength, read: () => bytes };
}

/** Base 128, least significant group first; a negative number is its 64-bit two's complement. */
function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
