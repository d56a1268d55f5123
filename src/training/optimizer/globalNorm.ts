import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../../model/engines/tfjs/tensorflow/Tensorflow';

/** The norm of all gradients together, √Σ g² (as torch.nn.utils.clip_grad_norm_). */
export function globalNorm({ kernels }: Tensorflow, gradients: Iterable<Tensor>): number {
  return Math.sqrt(kernels.squaredSums([...gradients]).reduce((total, sum) => total + sum, 0));
}

/** Factor that brings a norm down to the greatest allowed one; PyTorch adds 1e-6 to the divisor. */
export function clipFactor(norm: number, maxNorm: number): number {
  return maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1;
}
