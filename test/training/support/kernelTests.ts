import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorflowKind } from '../../../src/model/engines/tfjs/tensorflow/TensorflowKind';
import { normal, randomFor } from '../../../src/common/seededRandom';
import { useTensorflow } from './useTensorflow';

const step = { learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-3 };

/** The formulas of torch.optim.Adam's documentation, one number at a time. */
function adam(start: number, gradients: readonly number[]): number {
  let [value, m, v] = [start, 0, 0];
  gradients.forEach((gradient, index) => {
    m = step.beta1 * m + (1 - step.beta1) * gradient;
    v = step.beta2 * v + (1 - step.beta2) * gradient ** 2;
    const [mHat, vHat] = [m / (1 - step.beta1 ** (index + 1)), v / (1 - step.beta2 ** (index + 1))];
    value -= (step.learningRate * mHat) / (Math.sqrt(vHat) + step.epsilon);
  });
  return value;
}

function randomNumbers(count: number, use: number): number[] {
  const random = randomFor(5, use);
  return Array.from({ length: count }, () => normal(random));
}

function expectNear(found: Tensor, expected: readonly number[], digits = 5): void {
  const values = found.dataSync();
  expect(values).toHaveLength(expected.length);
  expected.forEach((value, index) => expect(values[index]).toBeCloseTo(value, digits));
}

/** What a package promises: its kernels, and the gradients that training takes of TensorFlow.js's own operations. */
export function kernelTests(kind: TensorflowKind): void {
  const tensorflow = useTensorflow(kind);

  it("draws TensorFlow's stateless uniform numbers, to the bit", () => {
    const drawn = (shape: number[], key: [number, number]) => {
      const numbers = tensorflow().kernels.uniform(shape, key);
      expect(numbers.shape).toEqual(shape);
      return [...numbers.dataSync()].map((number) => number * 2 ** 23);
    };
    // StatelessRandomUniform of TensorFlow 2.21, in units of 2⁻²³
    expect(drawn([2, 3], [1, 0])).toEqual([7369293, 3858594, 5035608, 3293348, 2123939, 3727052]);
    expect(drawn([5], [42, 28675])).toEqual([7779844, 6954749, 1882481, 6632026, 8200200]);
    expect(drawn([3], [-5, -(2 ** 31)])).toEqual([3208067, 1740277, 2035322]);
  });

  it('adds up squares and columns', () => {
    const { tf, kernels } = tensorflow();
    const matrix = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    expect([...kernels.squaredSums([matrix, tf.tensor1d([3, 4])])]).toEqual([91, 25]);
    const sums = kernels.columnSums(matrix);
    expect(sums.shape).toEqual([2]);
    expectNear(sums, [9, 12]);
  });

  it('multiplies matrices as they are and transposed', () => {
    const { tf, kernels } = tensorflow();
    const a = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const b = tf.tensor2d([1, 0, 2, -1, 3, 1], [3, 2]);
    const expected = [14, 1, 32, 1];
    expectNear(kernels.product(a, b, false, false), expected);
    expectNear(kernels.product(tf.transpose(a), b, true, false), expected);
    expectNear(kernels.product(a, tf.transpose(b), false, true), expected);
    expectNear(kernels.product(tf.transpose(a), tf.transpose(b), true, true), expected);
  });

  it('normalizes rows, with the gradient of the chain of operations', () => {
    const { tf, kernels } = tensorflow();
    const epsilon = 1e-5;
    const rows = tf.tensor2d(randomNumbers(40, 1), [5, 8]);
    const dy = tf.tensor2d(randomNumbers(40, 2), [5, 8]);
    const chain = (x: Tensor) => {
      const centred = tf.sub(x, tf.mean(x, -1, true));
      return tf.div(centred, tf.sqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon)));
    };
    const of = kernels.normalizeRows(rows, epsilon);
    expectNear(of.normalized, [...chain(rows).dataSync()]);
    const dx = kernels.normalizeRowsGradient(dy, of, epsilon);
    expectNear(dx, [...tf.grad(chain)(rows, dy).dataSync()]);
  });

  it("steps as PyTorch's Adam, and goes on from what was read to the bit", () => {
    const { tf, kernels } = tensorflow();
    const before = tf.memory().numTensors;
    const start = Float32Array.of(1, -2, 0.5);
    const gradients = [0.1, -0.4, 0.02, 0.3];
    const slot = kernels.adamSlot([3], start);
    let reopened: ReturnType<typeof kernels.adamSlot> | undefined;
    gradients.forEach((number, index) => {
      const gradient = tf.fill([3], number);
      if (index === 2) {
        const [first, second] = [slot.read('firstMoment'), slot.read('secondMoment')];
        reopened = kernels.adamSlot([3], slot.read('value'), { first, second });
      }
      const moved = reopened === undefined ? [slot] : [slot, reopened];
      const updates = moved.map((slot) => ({ slot, gradient }));
      kernels.applyAdam(updates, { ...step, step: index + 1 });
      gradient.dispose();
    });
    expectNear(
      slot.value(),
      [...start].map((value) => adam(value, gradients)),
    );
    expect(reopened?.read('value')).toEqual(slot.read('value'));
    expect([...start]).toEqual([1, -2, 0.5]);
    slot.scale(0.5);
    expectNear(
      slot.value(),
      [...start].map((value) => adam(value, gradients) / 2),
    );
    slot.dispose();
    reopened?.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('adds up the gradients of a row that is gathered more than once', () => {
    const { tf } = tensorflow();
    const table = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const dy = tf.tensor2d([1, 10, 2, 20, 4, 40], [3, 2]);
    const gather = (x: Tensor) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32'));
    expectNear(tf.grad(gather)(table, dy), [2, 20, 0, 0, 5, 50]);
  });

  it('has a gradient of log softmax', () => {
    const { tf } = tensorflow();
    const logits = [0.5, -1, 2];
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    const gradient = tf.grad((x) => tf.logSoftmax(x))(tf.tensor2d([logits]), tf.tensor2d([[1, 0, 0]]));
    expectNear(
      gradient,
      logits.map((logit, index) => (index === 0 ? 1 : 0) - Math.exp(logit) / sum),
    );
  });
}
