import { eager, type LazyBytes } from './ProtoMessage';

/** The name of a tensor in the graph. */
export type Value = string;

export type ElementType = 'float32' | 'uint8' | 'int8' | 'int32' | 'int64';
export type Attribute = number | { float: number } | readonly number[] | string | { type: ElementType };
/** A number, or the name of a dimension that each run sets. */
export type Dimension = number | string;

export interface TensorInfo {
  name: Value;
  type: ElementType;
  shape: readonly Dimension[];
}
export interface Initializer {
  name: Value;
  type: ElementType;
  shape: readonly number[];
  data: LazyBytes;
}
export interface Node {
  op: string;
  domain: string;
  inputs: readonly Value[];
  outputs: readonly Value[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** Operators that are ONNX Runtime's own, not of the ONNX standard. */
const contrib = new Set(['BiasGelu', 'MatMulIntegerToFloat', 'MultiHeadAttention', 'SkipLayerNormalization']);

/** Collects the nodes and constants of an ONNX graph in the order of execution. */
export class GraphBuilder {
  readonly inputs: TensorInfo[] = [];
  readonly outputs: TensorInfo[] = [];
  readonly initializers: Initializer[] = [];
  readonly nodes: Node[] = [];
  readonly #constants = new Map<string, Value>();

  /** @param name of the graph in its file */
  constructor(readonly name: string) {}

  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    this.inputs.push({ name, type, shape });
    return name;
  }

  /** Makes a value an output of the graph, under a name of its own. */
  output(name: string, value: Value, type: ElementType, shape: readonly Dimension[]): void {
    this.#node('Identity', [value], [name], {});
    this.outputs.push({ name, type, shape });
  }

  /** Adds a node of one output. An empty input name leaves an optional input out. */
  add(op: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value {
    const [output] = this.addMany(op, inputs, 1, attributes);
    return output;
  }

  addMany(
    op: string,
    inputs: readonly Value[],
    outputCount: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): [Value, ...Value[]] {
    const stem = `${op}_${this.nodes.length}`;
    const rest = Array.from({ length: outputCount - 1 }, (_, index) => `${stem}_${index + 1}`);
    const outputs: [Value, ...Value[]] = [stem, ...rest];
    this.#node(op, inputs, outputs, attributes);
    return outputs;
  }

  /** A constant tensor whose bytes are made when the file is written. */
  constant(name: string, type: ElementType, shape: readonly number[], data: LazyBytes): Value {
    this.initializers.push({ name, type, shape, data });
    return name;
  }

  /** A float32 constant at hand, kept once under its name; a shape of [] makes it a scalar. */
  floats(name: string, values: Float32Array, shape: readonly number[] = [values.length]): Value {
    return this.#shared(name, () => this.constant(name, 'float32', shape, bytesOf(values)));
  }

  /** An int64 vector (shapes, axes, indices), kept once for all its uses. */
  ints(...values: number[]): Value {
    return this.#shared(`ints_${values.join('_')}`, (name) =>
      this.constant(name, 'int64', [values.length], bytesOf(BigInt64Array.from(values, BigInt))),
    );
  }

  /** A float32 scalar, kept once for all its uses. */
  float(value: number): Value {
    return this.floats(`float_${value}`, Float32Array.of(value), []);
  }

  /** A uint8 scalar, kept once for all its uses. */
  uint8(value: number): Value {
    return this.#shared(`uint8_${value}`, (name) =>
      this.constant(name, 'uint8', [], bytesOf(Uint8Array.of(value))),
    );
  }

  #shared(name: string, make: (name: string) => Value): Value {
    const known = this.#constants.get(name);
    if (known !== undefined) return known;
    this.#constants.set(name, make(name));
    return name;
  }

  #node(
    op: string,
    inputs: readonly Value[],
    outputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
  ): void {
    this.nodes.push({ op, domain: contrib.has(op) ? 'com.microsoft' : '', inputs, outputs, attributes });
  }
}

/** The memory of a typed array (little-endian on every machine that Node runs on). */
export function bytesOf(values: ArrayBufferView): LazyBytes {
  return eager(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
