import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../backend/Tensorflow';

/**
 * The norm of all gradients together, √Σ g² (as torch.nn.utils.clip_grad_norm_). One kernel a gradient, L2Loss
 * (Σ g² / 2): no squared copy of it is made.
 */
export function globalNorm({ tf, backend }: Tensorflow, gradients: Iterable<Tensor>): number {
  const { TF_ATTR_TYPE, TF_FLOAT } = backend.binding;
  const attributes = [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }];
  const halves = tf.tidy(() =>
    tf.stack([...gradients].map((gradient) => backend.executeSingleOutput('L2Loss', attributes, [gradient]))),
  );
  const sum = halves.dataSync<'float32'>().reduce((total, half) => total + half, 0);
  halves.dispose();
  return Math.sqrt(2 * sum);
}

/** Factor that brings a norm down to the greatest allowed one; PyTorch adds 1e-6 to the divisor. */
export function clipFactor(norm: number, maxNorm: number): number {
  return maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1;
}
