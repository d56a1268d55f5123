import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../model/engines/tfjs/tensorflow/Tensorflow';
import { labelsOf, type BatchLoss, type Target } from '../loss/BatchLoss';
import type { Loss } from '../loss/Loss';

export interface DistillationOptions {
  /** Divides the logits of both, so that the teacher's small probabilities are seen too. */
  temperature: number;
  /** Share of the teacher in the loss of a labelled row, 0 to 1. */
  teacherWeight: number;
}

/**
 * Knowledge distillation (Hinton et al., 2015), with α the teacher's weight and T the temperature:
 * Σ over rows of α T² KL(teacher/T ‖ student/T) + (1-α) loss of the label where there is one, by the rows of the batch.
 * T² keeps the teacher's gradient as great as at T = 1.
 *
 * @param loss of the labelled rows
 */
export function distillationLoss(loss: Loss, { temperature, teacherWeight }: DistillationOptions): BatchLoss {
  return (tf, logits, targets) => {
    const divergence = tf.mean(divergenceFromTeacher(tf, logits, targets, temperature));
    const soft = tf.mul(divergence, teacherWeight * temperature ** 2);
    const labelled = [...targets.keys()].filter((row) => targets[row]?.label !== undefined);
    if (labelled.length === 0) return soft;
    const picked = tf.gather(logits, tf.tensor1d(labelled, 'int32'));
    const labels = labelsOf(labelled.map((row) => targets[row] as Target));
    const hard = loss(tf, picked, labels);
    return tf.add(soft, tf.mul(hard, ((1 - teacherWeight) * labelled.length) / targets.length));
  };
}

/**
 * KL(teacher/T ‖ student/T) of each row.
 *
 * @returns [batch]
 */
function divergenceFromTeacher(
  tf: Tf,
  logits: Tensor,
  targets: readonly Target[],
  temperature: number,
): Tensor {
  const classes = logits.shape[1] ?? 0;
  const teacher = new Float32Array(targets.length * classes);
  targets.forEach((target, row) => {
    if (target.teacher === undefined) throw new Error('a row has no answer of the teacher');
    teacher.set(target.teacher, row * classes);
  });
  const expected = tf.logSoftmax(tf.div(tf.tensor2d(teacher, [targets.length, classes]), temperature));
  const answered = tf.logSoftmax(tf.div(logits, temperature));
  return tf.sum(tf.mul(tf.exp(expected), tf.sub(expected, answered)), -1);
}
