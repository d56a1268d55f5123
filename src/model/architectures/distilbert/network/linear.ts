import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../../engines/tfjs/tensorflow/Tensorflow';

/**
 * x weightᵀ + bias, as PyTorch's Linear. The gradient of the bias is a sum over the rows.
 *
 * @param x [rows, inputs]
 * @param weight [outputs, inputs]
 * @param bias [outputs]
 * @returns [rows, outputs]
 */
export function linear({ tf, kernels }: Tensorflow, x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const operation = tf.customGrad((rows, matrix, offset, save) => {
    const inputs = [rows, matrix] as [Tensor, Tensor];
    (save as GradSaveFunc)(inputs);
    return {
      value: tf.add(kernels.product(...inputs, false, true), offset as Tensor),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [x, weight] = saved as [Tensor, Tensor];
        return [
          kernels.product(dy, weight, false, false),
          kernels.product(dy, x, true, false),
          kernels.columnSums(dy),
        ];
      },
    };
  });
  return operation(x, weight, bias);
}
