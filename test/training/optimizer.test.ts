import { AdamW, clipFactor, globalNorm, hasWeightDecay, linearSchedule } from '../../src/training/optimizer';
import { useTensorflow } from './support/useTensorflow';

const options = { beta1: 0.9, beta2: 0.99, epsilon: 1e-3, weightDecay: 0.1 };

/** The formulas of torch.optim.AdamW's documentation, one number at a time. */
function reference(start: number, gradients: number[], rate: number, decay: number): number {
  let [value, m, v] = [start, 0, 0];
  gradients.forEach((gradient, index) => {
    const t = index + 1;
    value -= rate * decay * value;
    m = options.beta1 * m + (1 - options.beta1) * gradient;
    v = options.beta2 * v + (1 - options.beta2) * gradient ** 2;
    const [mHat, vHat] = [m / (1 - options.beta1 ** t), v / (1 - options.beta2 ** t)];
    value -= (rate * mHat) / (Math.sqrt(vHat) + options.epsilon);
  });
  return value;
}

describe('AdamW', () => {
  const tensorflow = useTensorflow();

  it("steps as PyTorch's formulas do, weight decay on weights alone", () => {
    const { tf } = tensorflow();
    const optimizer = new AdamW(tensorflow(), options);
    const start = Float32Array.of(1, -2, 3);
    optimizer.add('lin.weight', [3], { value: start });
    optimizer.add('lin.bias', [3], { value: start });
    const gradients = [0.1, -0.4, 0.02, 0.3];
    gradients.forEach((gradient, step) => {
      const all = tf.fill([3], gradient);
      optimizer.step(
        new Map([
          ['lin.weight', all],
          ['lin.bias', all],
        ]),
        step + 1,
        0.01,
        1,
      );
      all.dispose();
    });
    [...start].forEach((value, index) => {
      expect(optimizer.read('lin.weight')[index]).toBeCloseTo(reference(value, gradients, 0.01, 0.1), 5);
      expect(optimizer.read('lin.bias')[index]).toBeCloseTo(reference(value, gradients, 0.01, 0), 5);
    });
    expect([...start]).toEqual([1, -2, 3]);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });

  it('goes on from a saved state to the bit', () => {
    const { tf } = tensorflow();
    const step = (optimizer: AdamW, number: number) => {
      const gradient = tf.tensor1d([Math.sin(number), Math.cos(number)]);
      optimizer.step(new Map([['w.weight', gradient]]), number, 0.01, 0.5);
      gradient.dispose();
    };
    const whole = new AdamW(tensorflow(), options);
    whole.add('w.weight', [2], { value: Float32Array.of(1, 2) });
    [1, 2, 3].forEach((number) => step(whole, number));
    const resumed = new AdamW(tensorflow(), options);
    resumed.add('w.weight', [2], {
      value: whole.read('w.weight'),
      firstMoment: whole.read('w.weight', 'firstMoment'),
      secondMoment: whole.read('w.weight', 'secondMoment'),
    });
    [4, 5].forEach((number) => {
      step(whole, number);
      step(resumed, number);
    });
    expect(resumed.read('w.weight')).toEqual(whole.read('w.weight'));
    whole.dispose();
    resumed.dispose();
  });

  it('takes the norm of all gradients together', () => {
    const { tf } = tensorflow();
    const gradients = [tf.tensor1d([3, 0]), tf.tensor2d([[0, 4]])];
    expect(globalNorm(tensorflow(), gradients)).toBeCloseTo(5, 5);
    tf.dispose(gradients);
  });
});

describe('clipFactor', () => {
  it('shortens what is too long, and nothing else', () => {
    expect(clipFactor(5, 1)).toBeCloseTo(0.2, 6);
    expect(clipFactor(0.5, 1)).toBe(1);
    expect(clipFactor(5, 0)).toBe(1);
  });
});

describe('linearSchedule', () => {
  it('rises from 0 over the warm-up and falls to 0 at the end', () => {
    const rate = linearSchedule(1, 4, 10);
    expect([0, 1, 4, 7, 10].map(rate)).toEqual([0, 0.25, 1, 0.5, 0]);
    expect(linearSchedule(1, 0, 2)(0)).toBe(1);
  });
});

describe('hasWeightDecay', () => {
  it.each([
    ['transformer.layer.0.ffn.lin1.weight', true],
    ['embeddings.word_embeddings.weight', true],
    ['transformer.layer.0.ffn.lin1.bias', false],
    ['transformer.layer.0.sa_layer_norm.weight', false],
    ['embeddings.LayerNorm.weight', false],
  ])('%s: %s', (name, decays) => expect(hasWeightDecay(name)).toBe(decays));
});
