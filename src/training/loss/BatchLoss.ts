import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../model/engines/tfjs/tensorflow/Tensorflow';
import type { Loss } from './Loss';

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
