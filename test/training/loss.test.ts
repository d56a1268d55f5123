import { type Loss, crossEntropy, focalLoss, logitAdjusted } from '../../src/training/loss';
import { useTensorflow } from './support/useTensorflow';

const logits = [
  [2, 0.5, -1],
  [0, 1, 0.3],
  [-0.2, 0.1, 3],
];
const classes = Int32Array.of(0, 2, 2);

/** -log softmax of the right class, a row at a time. */
function nll(rows: number[][]): number[] {
  return rows.map((row, index) => {
    const sum = row.reduce((total, logit) => total + Math.exp(logit), 0);
    return Math.log(sum) - row[classes[index]!]!;
  });
}

describe('losses', () => {
  const tensorflow = useTensorflow();
  const value = (loss: Loss) => {
    const { tf } = tensorflow();
    return tf.tidy(() => loss(tf, tf.tensor2d(logits), classes).dataSync()[0]!);
  };

  it('cross entropy averages by weight, as PyTorch does', () => {
    const [a, b, c] = nll(logits) as [number, number, number];
    expect(value(crossEntropy())).toBeCloseTo((a + b + c) / 3, 5);
    expect(value(crossEntropy([2, 7, 0.5]))).toBeCloseTo((2 * a + 0.5 * b + 0.5 * c) / 3, 5);
  });

  it('focal loss counts rows that are right less, and is cross entropy at gamma 0', () => {
    const rows = nll(logits);
    const expected = rows.reduce((sum, loss) => sum + (1 - Math.exp(-loss)) ** 2 * loss, 0) / 3;
    expect(value(focalLoss(2))).toBeCloseTo(expected, 5);
    expect(value(focalLoss(0, [2, 7, 0.5]))).toBeCloseTo(value(crossEntropy([2, 7, 0.5])), 5);
  });

  it('logit adjustment adds the log priors, and is cross entropy at tau 0', () => {
    const priors = [0.7, 0.2, 0.1];
    const adjusted = nll(logits.map((row) => row.map((logit, index) => logit + Math.log(priors[index]!))));
    expect(value(logitAdjusted(priors, 1))).toBeCloseTo(adjusted.reduce((a, b) => a + b) / 3, 5);
    expect(value(logitAdjusted(priors, 0))).toBeCloseTo(value(crossEntropy()), 5);
  });

  it.each([
    ['cross entropy', crossEntropy([1, 2, 3])],
    ['focal', focalLoss(0.5)],
    ['logit-adjusted', logitAdjusted([0.7, 0.2, 0.1], 1)],
  ])('has a finite gradient where a row is surely right: %s', (_, loss) => {
    const { tf } = tensorflow();
    const gradient = tf.grad((x) => loss(tf, x, Int32Array.of(0)))(tf.tensor2d([[200, -200, 0]]));
    expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  });
});
