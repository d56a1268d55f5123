import type { Weights } from '../architectures/Architecture';
import { bytesOf, type GraphBuilder, type Value } from '../graph/GraphBuilder';
import type { Calibration } from './Calibration';
import { quantizeRows, transposed } from './quantizeMatrix';
import { quantizeLinear, type QuantizedLinear } from './quantizedLinear';
import type { Activation, Operand, QuantizationScheme } from './QuantizationScheme';
import { smoothingOf } from './smoothing';

/** 255 x 63 + 255 x 63 < 2^15 */
const largestWeight = 63;

/**
 * Linear layers in integers: activations uint8 with one scale a row (token), so that no text's result depends on its
 * batch mates; weights int8 with one scale an output; sums in int32, exact. Embeddings int8 with one scale a row.
 * Activations are smoothed first (`smoothingOf`); those around a middle are stored around 128, those above
 * a floor from 0.
 *
 * A weight has 7 bits: the product of two of them with uint8 activations then fits into 16 bits, which processors
 * without VNNI sum in, saturating silently. So one engine file gives the same labels on every machine.
 */
export function int8Scheme(
  weights: Weights,
  activations: readonly Activation[],
  calibration: Calibration,
): QuantizationScheme {
  const smoothing = smoothingOf(weights, activations, calibration);
  const cache = new Map<string, QuantizedLinear>();

  function quantized(linear: string): QuantizedLinear {
    const known = cache.get(linear);
    if (known !== undefined) return known;
    const input = activations.find(({ readers }) => readers.some(({ name }) => name === linear));
    const output = activations.find(({ smoothedBy }) => smoothedBy?.name === linear);
    const read = smoothing.get(input?.name ?? '');
    const means = calibration.get(input?.name ?? '')?.means;
    if (read === undefined || means === undefined) throw new Error(`no activation is read by ${linear}`);
    const result = quantizeLinear(
      { weight: weights.read(`${linear}.weight`), bias: weights.read(`${linear}.bias`) },
      { means, ...read },
      output === undefined ? undefined : smoothing.get(output.name),
      largestWeight,
    );
    cache.set(linear, result);
    return result;
  }

  return {
    wordEmbeddings(graph, { name, rows, columns }, ids) {
      const table = quantizeRows(weights.read(name), columns, 127);
      const values = graph.constant('word_embeddings', 'int8', [rows, columns], bytesOf(table.values));
      const scales = graph.floats('word_embeddings.scales', table.scales, [rows, 1]);
      const integers = graph.add('Cast', [graph.add('Gather', [values, ids])], { to: { type: 'float32' } });
      return graph.add('Mul', [integers, graph.add('Gather', [scales, ids])]);
    },

    operand(graph, rows, { name, floor, smoothedBy }) {
      if (smoothedBy !== undefined) return quantizeCentred(graph, rows);
      const { offsets = new Float32Array(), divisors = new Float32Array() } = smoothing.get(name) ?? {};
      const factors = divisors.map((divisor) => 1 / divisor);
      const shifts = offsets.map((offset, channel) => -offset / (divisors[channel] ?? 1));
      const scaled = graph.add('Mul', [rows, graph.floats(`${name}.factors`, factors)]);
      const smooth = shifts.every((shift) => shift === 0)
        ? scaled
        : graph.add('Add', [scaled, graph.floats(`${name}.shifts`, shifts)]);
      return floor === undefined ? quantizeCentred(graph, smooth) : quantizeFromZero(graph, smooth);
    },

    linear(graph, operand, layers) {
      const parts = layers.map(({ name }) => quantized(name));
      const scales = concatenated(
        Float32Array,
        parts.map((part) => part.scales),
      );
      const values = concatenated(
        Int8Array,
        parts.map((part) => part.values),
      );
      const inputs = values.length / scales.length;
      const name = layers.map((layer) => layer.name).join('+');
      const weight = graph.constant(
        `${name}.weight`,
        'int8',
        [inputs, scales.length],
        bytesOf(transposed(values, inputs)),
      );
      const products = graph.add('MatMulIntegerToFloat', [
        operand.rows,
        weight,
        graph.float(1),
        graph.floats(`${name}.scales`, scales),
        graph.uint8(operand.zeroPoint ?? 0),
      ]);
      return graph.add('Mul', [products, operand.rowScales ?? graph.float(1)]);
    },

    bias(graph, layers) {
      const name = layers.map((layer) => layer.name).join('+');
      const biases = layers.map((layer) => quantized(layer.name).bias);
      return graph.floats(`${name}.bias`, concatenated(Float32Array, biases));
    },
  };
}

/** uint8 = round(value / scale) + 128, scale = largest magnitude of the row / 127 */
function quantizeCentred(graph: GraphBuilder, rows: Value): Operand {
  const largest = graph.add('ReduceMax', [graph.add('Abs', [rows]), graph.ints(1)], { keepdims: 1 });
  return quantize(graph, rows, graph.add('Mul', [largest, graph.float(1 / 127)]), 128);
}

/** uint8 = round(value / scale), scale = largest value of the row / 255; for rows without negative values */
function quantizeFromZero(graph: GraphBuilder, rows: Value): Operand {
  const largest = graph.add('ReduceMax', [rows, graph.ints(1)], { keepdims: 1 });
  return quantize(graph, rows, graph.add('Mul', [largest, graph.float(1 / 255)]), 0);
}

/** A row of zeros has scale 0: whatever its integers are, times the scale they are 0 again. */
function quantize(graph: GraphBuilder, rows: Value, rowScales: Value, zeroPoint: number): Operand {
  const scales = graph.add('Reshape', [rowScales, graph.ints(-1)]);
  const zeroPoints = zeroPoint === 0 ? [] : [zeroPointOfEachRow(graph, scales, zeroPoint)];
  const integers = graph.add('QuantizeLinear', [rows, scales, ...zeroPoints], { axis: 0 });
  return { rows: integers, rowScales, zeroPoint };
}

function zeroPointOfEachRow(graph: GraphBuilder, scales: Value, zeroPoint: number): Value {
  return graph.add('Expand', [graph.uint8(zeroPoint), graph.add('Shape', [scales])]);
}

function concatenated<T extends Int8Array | Float32Array>(
  Type: new (length: number) => T,
  parts: readonly T[],
): T {
  const result = new Type(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}
