/**
 * float32 values of IEEE 754 binary16 numbers.
 *
 * @param halves the 16-bit patterns
 */
export function float16ToFloat32(halves: Uint16Array): Float32Array {
  const table = (float16Table ??= makeFloat16Table());
  const values = new Float32Array(halves.length);
  // A plain loop: Float32Array.from with a function takes ten times as long, seconds for a whole checkpoint.
  for (let i = 0; i < halves.length; i++) values[i] = table[halves[i] ?? 0] ?? NaN;
  return values;
}

/**
 * float32 values of bfloat16 numbers: the upper halves of float32 numbers.
 *
 * @param halves the 16-bit patterns
 */
export function bfloat16ToFloat32(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = (halves[i] ?? 0) << 16;
  return new Float32Array(bits.buffer);
}

/** All 65,536 values: a look-up is several times faster than taking the bits apart for each weight. */
let float16Table: Float32Array | undefined;

function makeFloat16Table(): Float32Array {
  return Float32Array.from({ length: 1 << 16 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
