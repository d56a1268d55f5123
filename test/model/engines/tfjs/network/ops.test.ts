import type { Tensor } from '@tensorflow/tfjs-core';
import { gelu, layerNorm, noDropout, seededDropout } from '../../../../../src/model/engines/tfjs/network/ops';
import { useTensorflow } from '../../../../training/support/useTensorflow';

const tensorflow = useTensorflow();

function greatestDifference(a: Tensor, b: Tensor): number {
  const { tf } = tensorflow();
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);
}

describe('gelu', () => {
  it("has PyTorch's values and the gradient of its chain of operations", () => {
    const { tf } = tensorflow();
    const x = tf.tensor1d([-3, -1, -0.1, 0, 0.5, 1, 4]);
    // torch.nn.functional.gelu of the same numbers
    const expected = tf.tensor1d([
      -0.00404951, -0.15865526, -0.04601722, 0, 0.34573123, 0.84134474, 3.99987316,
    ]);
    expect(greatestDifference(gelu(tf, x), expected)).toBeLessThan(1e-6);
    const chain = (x: Tensor) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2))));
    const dy = tf.tensor1d([1, 2, 3, 4, 5, 6, 7]);
    const [own, plain] = [tf.grad((x) => gelu(tf, x))(x, dy), tf.grad(chain)(x, dy)];
    expect(greatestDifference(own, plain)).toBeLessThan(1e-5);
  });
});

describe('layerNorm', () => {
  it('has the values and the three gradients of its chain of operations', () => {
    const { tf } = tensorflow();
    const x = tf.randomNormal([5, 8], 3, 2, 'float32', 1);
    const scale = tf.randomNormal([8], 1, 0.3, 'float32', 2);
    const shift = tf.randomNormal([8], 0, 1, 'float32', 3);
    const dy = tf.randomNormal([5, 8], 0, 1, 'float32', 4);
    const chain = (x: Tensor, scale: Tensor, shift: Tensor) => {
      const centred = tf.sub(x, tf.mean(x, -1, true));
      const variance = tf.mean(tf.square(centred), -1, true);
      return tf.add(tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, 1e-5))), scale), shift);
    };
    const own = (x: Tensor, scale: Tensor, shift: Tensor) => layerNorm(tensorflow(), x, scale, shift, 1e-5);
    expect(greatestDifference(own(x, scale, shift), chain(x, scale, shift))).toBeLessThan(1e-5);
    const gradients = (of: typeof own) => tf.grads(of)([x, scale, shift], dy);
    const plain = gradients(chain);
    gradients(own).forEach((gradient, index) => {
      expect(gradient.shape).toEqual(plain[index]!.shape);
      expect(greatestDifference(gradient, plain[index]!)).toBeLessThan(1e-5);
    });
  });
});

describe('dropout', () => {
  it('drops the share asked for and scales the rest', () => {
    const { tf } = tensorflow();
    const dropped = seededDropout(tensorflow(), 1, 0)(tf.ones([100, 100]), 0.2).dataSync();
    const kept = [...dropped].filter((value) => value !== 0);
    expect(kept.length / 10_000).toBeCloseTo(0.8, 1);
    expect(new Set(kept)).toEqual(new Set([Math.fround(1.25)]));
  });

  it('has masks that follow from seed, pass and place alone', () => {
    const { tf } = tensorflow();
    const x = tf.ones([4, 50]);
    const masks = (seed: number, pass: number) => {
      const dropout = seededDropout(tensorflow(), seed, pass);
      return [0, 1].map(() => [...dropout(x, 0.5).dataSync()].join(''));
    };
    expect(masks(1, 0)).toEqual(masks(1, 0));
    const all = [...masks(1, 0), ...masks(1, 1), ...masks(2, 0)];
    expect(new Set(all).size).toBe(6);
  });

  it('is nothing at rate 0, and in evaluation', () => {
    const x = tensorflow().tf.ones([2]);
    expect(seededDropout(tensorflow(), 1, 0)(x, 0)).toBe(x);
    expect(noDropout(x, 0.5)).toBe(x);
  });
});
