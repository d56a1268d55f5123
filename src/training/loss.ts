import type { Tensor } from '@tensorflow/tfjs-core';
import { EmostreamError } from '../common/errors';
import type { Tf } from '../model/engines/tfjs/tensorflow/Tensorflow';
import type { DistillationOptions, Hyperparameters, LossOptions } from './recipe';

/**
 * Loss of a batch.
 *
 * @param logits [batch, classes]
 * @param classes the right class of each row
 * @returns scalar
 */
export type Loss = (tf: Tf, logits: Tensor, classes: Int32Array) => Tensor;

/**
 * Mean of the rows' losses weighted by their class, Σ w[y] l / Σ w[y]: how PyTorch's CrossEntropyLoss(weight)
 * averages.
 *
 * @param rowLosses [batch]
 * @param weights one a class; undefined: all alike
 */
function weightedMean(
  tf: Tf,
  rowLosses: Tensor,
  classes: Int32Array,
  weights: readonly number[] | undefined,
): Tensor {
  if (weights === undefined) return tf.mean(rowLosses);
  const ofRows = Float32Array.from(classes, (label) => weights[label] ?? NaN);
  const sum = ofRows.reduce((total, weight) => total + weight, 0);
  return tf.div(tf.sum(tf.mul(rowLosses, tf.tensor1d(ofRows))), sum);
}

/**
 * -log softmax(logits)[y] of each row.
 *
 * @returns [batch]
 */
function negativeLogLikelihood(tf: Tf, logits: Tensor, classes: Int32Array): Tensor {
  const count = logits.shape[1] ?? 0;
  const target = tf.oneHot(tf.tensor1d(classes, 'int32'), count);
  return tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), target), -1));
}

/** Cross entropy as PyTorch's CrossEntropyLoss(weight): Σ w[y] nll / Σ w[y]. */
export function crossEntropy(weights?: readonly number[]): Loss {
  return (tf, logits, classes) =>
    weightedMean(tf, negativeLogLikelihood(tf, logits, classes), classes, weights);
}

/**
 * Focal loss, (1 - p)^γ nll (Lin et al., 2017): rows that are right already count less.
 *
 * @param gamma 0 is the cross entropy; the paper's best is 2
 */
export function focalLoss(gamma: number, weights?: readonly number[]): Loss {
  return (tf, logits, classes) => {
    const nll = negativeLogLikelihood(tf, logits, classes);
    const wrong = tf.sub(1, tf.exp(tf.neg(nll)));
    // The slope of a power is infinite at 0 for γ below 1: a row that is surely right stays a little short of it.
    const focus = tf.pow(tf.maximum(wrong, 1e-6), tf.scalar(gamma));
    return weightedMean(tf, tf.mul(focus, nll), classes, weights);
  };
}

/**
 * Logit-adjusted cross entropy (Menon et al., 2021): τ log prior is added to the logits in training only, so that
 * the plain logits are those of a balanced world.
 *
 * @param priors share of each class in the training rows
 * @param tau 1 in the paper
 */
export function logitAdjusted(priors: readonly number[], tau: number, weights?: readonly number[]): Loss {
  const offsets = priors.map((prior) => tau * Math.log(prior));
  return (tf, logits, classes) => {
    const adjusted = tf.add(logits, tf.tensor1d(offsets));
    return weightedMean(tf, negativeLogLikelihood(tf, adjusted, classes), classes, weights);
  };
}

/** What a row of a batch should come to: its label, a teacher's answer, or both. */
export interface Target {
  /** Index of its label; undefined for a text without one. */
  label: number | undefined;
  /** The teacher's logits of each class. */
  teacher?: Float32Array;
}

/**
 * Loss of a batch of targets.
 *
 * @param logits [batch, classes]
 * @returns scalar
 */
export type BatchLoss = (tf: Tf, logits: Tensor, targets: readonly Target[]) => Tensor;

/** The loss of rows that all have a label. */
export function lossOfLabels(loss: Loss): BatchLoss {
  return (tf, logits, targets) => loss(tf, logits, labelsOf(targets));
}

/** @throws Error for a row without a label: no teacher answers for it */
export function labelsOf(targets: readonly Target[]): Int32Array {
  return Int32Array.from(targets, ({ label }) => {
    if (label === undefined) throw new Error('a row has no label, and there is no teacher');
    return label;
  });
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

/**
 * The loss that the hyperparameters ask for.
 *
 * @param counts training rows of each class
 * @param weights of each class
 * @throws EmostreamError `class_without_rows` when the logits are to be adjusted by a prior of 0
 */
export function createBatchLoss(
  { loss, distillation }: Pick<Hyperparameters, 'loss' | 'distillation'>,
  counts: readonly number[],
  weights: readonly number[] | undefined,
): BatchLoss {
  const ofLabels = createLoss(loss, counts, weights);
  return distillation === undefined ? lossOfLabels(ofLabels) : distillationLoss(ofLabels, distillation);
}

function createLoss(
  options: LossOptions,
  counts: readonly number[],
  weights: readonly number[] | undefined,
): Loss {
  switch (options.kind) {
    case 'cross-entropy':
      return crossEntropy(weights);
    case 'focal':
      return focalLoss(options.gamma, weights);
    case 'logit-adjusted': {
      if (counts.includes(0)) {
        throw new EmostreamError('a class has no training row, so its prior is 0', {
          code: 'class_without_rows',
          fault: 'input',
          hint: 'add rows of it, leave the label out, or use another loss',
        });
      }
      const total = counts.reduce((sum, count) => sum + count, 0);
      const priors = counts.map((count) => count / total);
      return logitAdjusted(priors, options.tau, weights);
    }
  }
}
