import { messageOf } from '../../../../common/errors';
import { loadTensorflow } from '../tensorflow/loadTensorflow';
import { isTensorflowKind } from '../tensorflow/TensorflowKind';

/**
 * Fits y = 2x by gradient descent and reads the slope back: the addon loads, kernels run, gradients flow. A
 * program of its own, so that a library that ends the process ends this one only.
 */
async function main(kind: string | undefined): Promise<void> {
  if (!isTensorflowKind(kind)) throw new Error(`unknown kind ${kind ?? ''}`);
  const { tf, device, description } = await loadTensorflow([kind]);
  const x = tf.tensor1d([1, 2, 3, 4]);
  const y = tf.mul(x, 2);
  const slopeGradient = tf.grad((slope) => tf.mean(tf.squaredDifference(tf.mul(x, slope), y)));
  let slope: ReturnType<typeof tf.scalar> = tf.scalar(0);
  for (let step = 0; step < 50; step++) slope = tf.sub(slope, tf.mul(slopeGradient(slope), 0.05));
  const fitted = slope.dataSync()[0] ?? NaN;
  if (!(Math.abs(fitted - 2) < 1e-3))
    throw new Error(`a training step is wrong: slope ${fitted} instead of 2`);
  process.stdout.write(JSON.stringify({ device, description }));
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(messageOf(error) + '\n');
  process.exitCode = 1;
});
