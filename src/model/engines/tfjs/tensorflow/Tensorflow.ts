import type * as tfjs from '@tensorflow/tfjs-core';
import type { Kernels } from '../kernels/Kernels';
import type { TensorflowKind } from './TensorflowKind';

/** The operations of TensorFlow.js: the module, handed on since it is loaded from where it is found. */
export type Tf = typeof tfjs;

/** TensorFlow.js, loaded: its operations, and what its backend does better than by them. */
export interface Tensorflow {
  tf: Tf;
  kernels: Kernels;
  kind: TensorflowKind;
  /** What it runs on: the package for a GPU takes the processor where it sees none. */
  device: TensorflowKind;
  /** For people: the npm package and TensorFlow's version. */
  description: string;
}

/**
 * How products of matrices are computed on the CPU. `bfloat16` rounds their factors to 8 bits of mantissa where the
 * processor has instructions for that (AVX512-BF16, AMX), and sums in float32; everything else of a step stays in
 * float32. Simple Transformers, the paper's tool, trains with float16 products by default.
 */
export type MatmulPrecision = 'float32' | 'bfloat16';
