import { type Target, crossEntropy, distillationLoss } from '../../src/training/loss';
import { useTensorflow } from './support/useTensorflow';

const logits = [
  [2, 0.5, -1],
  [0, 1, 0.3],
  [-0.2, 0.1, 3],
];
const teacher = [
  [1, 1, 0],
  [0, 4, -2],
  [0.3, 0.3, 0.3],
];
const targets: Target[] = teacher.map((row, index) => ({
  teacher: Float32Array.from(row),
  label: [0, undefined, 1][index],
}));

function softmax(row: readonly number[], temperature: number): number[] {
  const powers = row.map((logit) => Math.exp(logit / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

function divergence(row: number, temperature: number): number {
  const expected = softmax(teacher[row]!, temperature);
  const answered = softmax(logits[row]!, temperature);
  return expected.reduce((sum, p, index) => sum + p * Math.log(p / answered[index]!), 0);
}

describe('distillationLoss', () => {
  const tensorflow = useTensorflow();
  const value = (
    options: { temperature: number; teacherWeight: number },
    of = targets,
    weights?: number[],
  ) => {
    const { tf } = tensorflow();
    const loss = distillationLoss(crossEntropy(weights), options);
    return tf.tidy(() => loss(tf, tf.tensor2d(logits.slice(0, of.length)), of).dataSync()[0]!);
  };

  it('is α T² KL of all rows and (1-α) of the labelled ones', () => {
    const soft = [0, 1, 2].reduce((sum, row) => sum + divergence(row, 3) * 9, 0) / 3;
    const nll = [-Math.log(softmax(logits[0]!, 1)[0]!), -Math.log(softmax(logits[2]!, 1)[1]!)] as const;
    const hard = (nll[0] + nll[1]) / 2;
    expect(value({ temperature: 3, teacherWeight: 0.7 })).toBeCloseTo(0.7 * soft + (0.3 * hard * 2) / 3, 5);
    const weighted = (5 * nll[0] + nll[1]) / 6;
    const both = value({ temperature: 3, teacherWeight: 0.7 }, targets, [5, 1, 1]);
    expect(both).toBeCloseTo(0.7 * soft + (0.3 * weighted * 2) / 3, 5);
  });

  it('is the labels alone at α = 0 and the teacher alone at α = 1 or without labels', () => {
    const { tf } = tensorflow();
    const labelled = targets.slice(0, 1);
    const plain = tf.tidy(
      () => crossEntropy()(tf, tf.tensor2d(logits.slice(0, 1)), Int32Array.of(0)).dataSync()[0]!,
    );
    expect(value({ temperature: 2, teacherWeight: 0 }, labelled)).toBeCloseTo(plain, 5);
    const soft = divergence(0, 2) * 4;
    expect(value({ temperature: 2, teacherWeight: 1 }, labelled)).toBeCloseTo(soft, 5);
    const unlabelled = [{ ...targets[0]!, label: undefined }];
    expect(value({ temperature: 2, teacherWeight: 1 }, unlabelled)).toBeCloseTo(soft, 5);
  });

  it('has the gradient of its formula, T α (student - teacher) of an unlabelled row', () => {
    const { tf } = tensorflow();
    const loss = distillationLoss(crossEntropy(), { temperature: 2, teacherWeight: 0.6 });
    const unlabelled = [{ ...targets[0]!, label: undefined }];
    const gradient = tf.tidy(() =>
      tf
        .grad((x) => loss(tf, x, unlabelled))(tf.tensor2d(logits.slice(0, 1)))
        .dataSync(),
    );
    const expected = softmax(teacher[0]!, 2);
    softmax(logits[0]!, 2).forEach((p, index) => {
      expect(gradient[index]).toBeCloseTo(0.6 * 2 * (p - expected[index]!), 5);
    });
  });

  it('refuses a row that the teacher did not answer', () => {
    expect(() => value({ temperature: 2, teacherWeight: 0.5 }, [{ label: 1 }])).toThrow('no answer');
  });
});
