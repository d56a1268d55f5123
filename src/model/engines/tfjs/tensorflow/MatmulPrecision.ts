/**
 * How products of matrices are computed on the CPU. `bfloat16` rounds their factors to 8 bits of mantissa where the
 * processor has instructions for that (AVX512-BF16, AMX), and sums in float32; everything else of a step stays in
 * float32. Simple Transformers, the paper's tool, trains with float16 products by default.
 */
export type MatmulPrecision = 'float32' | 'bfloat16';

/**
 * Must come before TensorFlow is loaded: it reads its environment once a process. On other processors, on a GPU and on
 * WebAssembly it changes nothing.
 */
export function setMatmulPrecision(precision: MatmulPrecision): void {
  if (precision === 'bfloat16') process.env['TF_SET_ONEDNN_FPMATH_MODE'] = 'BF16';
  else delete process.env['TF_SET_ONEDNN_FPMATH_MODE'];
}
