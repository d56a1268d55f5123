/** The mean of arrays of one length, element by element. */
export function meanOf(arrays: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = arrays;
  return first.map((_, at) => arrays.reduce((sum, array) => sum + (array[at] ?? NaN), 0) / arrays.length);
}
