import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../backend/Tensorflow';

/**
 * x weightᵀ + bias, as PyTorch's Linear.
 *
 * @param x [rows, inputs]
 * @param weight [outputs, inputs]
 * @param bias [outputs]
 * @returns [rows, outputs]
 */
export function linear(tf: Tf, x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  return tf.add(tf.matMul(x, weight, false, true), bias);
}
