/** An int8 matrix with one scale for each of its vectors: value = integer x scale. */
export interface QuantizedMatrix {
  values: Int8Array;
  scales: Float32Array;
}

/**
 * Symmetric quantization of each row, the largest magnitude of a row becoming `limit`.
 *
 * @param matrix float32 [rows, columns]
 * @param limit 127 for 8 bits, 63 for 7
 * @returns values [rows, columns], scales [rows]
 */
export function quantizeRows(matrix: Float32Array, columns: number, limit: number): QuantizedMatrix {
  const rows = matrix.length / columns;
  const values = new Int8Array(matrix.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let largest = 0;
    for (let i = start; i < start + columns; i++) largest = Math.max(largest, Math.abs(matrix[i] ?? 0));
    const scale = largest / limit;
    scales[row] = scale;
    if (scale === 0) continue;
    for (let i = start; i < start + columns; i++) values[i] = roundHalfToEven((matrix[i] ?? 0) / scale);
  }
  return { values, scales };
}

/** @returns the matrix [columns, rows] of a matrix [rows, columns] */
export function transposed(matrix: Int8Array, columns: number): Int8Array {
  const rows = matrix.length / columns;
  const result = new Int8Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = matrix[row * columns + column] ?? 0;
    }
  }
  return result;
}

/** As IEEE 754 and ONNX's QuantizeLinear round: no drift up or down over many values. */
function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
