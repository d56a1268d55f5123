import { isUtf8 } from 'node:buffer';
import { count } from '../common/count';
import { types, type Type } from 'avsc';
import { DecodeError } from './DecodeError';
import { isReservedName } from './reservedNames';

/** Deepest nesting of a datum; without a limit, a recursive schema could exhaust the stack. */
const maxDepth = 64;

/**
 * How many values a datum may have: some for records without bytes, and four a byte. Valid data has at most about two
 * a byte (a union and its branch share one); a malicious array of nulls has millions.
 */
const valuesFree = 1024;
const valuesPerByte = 4;

/**
 * Checks a datum against its writer's schema without building values, so that the decoder after it allocates in
 * proportion to the bytes: counts and lengths are checked against the bytes that are left. The encoding is Avro's
 * "Binary Encoding".
 *
 * @throws DecodeError `malformed_record`, with the byte offset in the datum
 */
export function checkDatum(writer: Type, datum: Buffer): void {
  const walk = new DatumWalk(datum);
  walk.value(writer, 0);
  walk.end();
}

class DatumWalk {
  readonly #datum: Buffer;
  #position = 0;
  #valuesLeft: number;

  constructor(datum: Buffer) {
    this.#datum = datum;

    this.#valuesLeft = valuesFree + valuesPerByte * datum.length;
  }

  end(): void {
    const left = this.#datum.length - this.#position;
    if (left > 0) throw this.#malformed(`${count(left, 'byte')} left over`);
  }

  value(type: Type, depth: number): void {
    if (depth > maxDepth) throw this.#malformed(`values are nested deeper than ${maxDepth}`);
    this.#spend(1);
    if (type instanceof types.RecordType) {
      for (const field of type.fields) this.value(field.type, depth + 1);
    } else if (type instanceof types.UnwrappedUnionType || type instanceof types.WrappedUnionType) {
      this.#union(type.types, depth);
    } else if (type instanceof types.ArrayType) {
      this.#blocks(() => this.value(type.itemsType, depth + 1));
    } else if (type instanceof types.MapType) {
      this.#blocks(() => this.#entry(type.valuesType as Type, depth + 1));
    } else if (type instanceof types.EnumType) {
      this.#index(type.symbols.length, 'enum symbol');
    } else if (type instanceof types.FixedType) {
      this.#skip(type.size);
    } else {
      this.#primitive(type.typeName);
    }
  }

  #primitive(typeName: string): void {
    switch (typeName) {
      case 'null':
        break;
      case 'boolean':
        this.#boolean();
        break;
      case 'int':
        this.#int();
        break;
      case 'long':
        this.#long();
        break;
      case 'float':
        this.#skip(4);
        break;
      case 'double':
        this.#skip(8);
        break;
      case 'bytes':
        this.#skip(this.#long());
        break;
      case 'string':
        this.#string();
        break;
      default:
        throw this.#malformed(`the writer's schema has the unknown type ${typeName}`);
    }
  }

  #boolean(): void {
    if (this.#byte() > 1) throw this.#malformed('a boolean is neither 0 nor 1');
  }

  #int(): void {
    const value = this.#long();
    if (value < -0x80000000 || value > 0x7fffffff) throw this.#malformed('an int has more than 32 bits');
  }

  /** Zigzag, 7 bits a byte, least significant first. Exact up to 53 bits; above, only magnitude and sign are right. */
  #long(): number {
    let magnitude = 0;
    let scale = 1;
    let odd = false;
    for (let length = 0; length < 10; length++) {
      const byte = this.#byte();
      if (length === 0) odd = (byte & 1) === 1;
      if (length === 9 && byte > 1) break;
      magnitude += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) return odd ? -(magnitude + 1) / 2 : magnitude / 2;
    }
    throw this.#malformed('a number has more than 64 bits');
  }

  #string(): Buffer {
    const length = this.#long();
    const start = this.#position;
    this.#skip(length);
    const bytes = this.#datum.subarray(start, this.#position);
    if (!isUtf8(bytes)) throw this.#malformed('a string is not UTF-8');
    return bytes;
  }

  #union(branches: readonly Type[], depth: number): void {
    const branch = branches[this.#index(branches.length, 'union branch')];
    if (branch !== undefined) this.value(branch, depth + 1);
  }

  #index(count: number, what: string): number {
    const index = this.#long();
    if (index < 0 || index >= count) throw this.#malformed(`there is no ${what} ${index}`);
    return index;
  }

  /** Arrays and maps: blocks of a count (where negative, a size in bytes follows) and that many items; 0 ends them. */
  #blocks(item: () => void): void {
    for (let count = this.#long(); count !== 0; count = this.#long()) {
      const size = count < 0 ? this.#long() : undefined;
      const start = this.#position;
      const items = Math.abs(count);
      if (items > this.#valuesLeft) throw this.#malformed('it declares more items than its bytes can hold');
      for (let i = 0; i < items; i++) item();
      if (size !== undefined && this.#position - start !== size) {
        throw this.#malformed(`a block of ${size} bytes holds ${this.#position - start}`);
      }
    }
  }

  #entry(values: Type, depth: number): void {
    const key = this.#string().toString('utf8');
    if (isReservedName(key)) throw this.#malformed(`the map key ${key} is not allowed`);
    this.value(values, depth);
  }

  #byte(): number {
    const byte = this.#datum[this.#position];
    if (byte === undefined) throw this.#malformed('it is cut off');
    this.#position++;
    return byte;
  }

  #skip(length: number): void {
    if (length < 0) throw this.#malformed('a length is negative');
    if (length > this.#datum.length - this.#position) throw this.#malformed('it is cut off');
    this.#position += length;
  }

  #spend(values: number): void {
    this.#valuesLeft -= values;
    if (this.#valuesLeft < 0) throw this.#malformed('it declares more values than its bytes can hold');
  }

  #malformed(what: string): DecodeError {
    return new DecodeError('malformed_record', `the record is malformed at byte ${this.#position}: ${what}`);
  }
}
