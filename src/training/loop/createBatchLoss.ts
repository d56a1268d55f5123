import { EmostreamError } from '../../common/errors';
import { distillationLoss } from '../distillation/distillationLoss';
import { lossOfLabels, type BatchLoss } from '../loss/BatchLoss';
import type { Loss } from '../loss/Loss';
import { crossEntropy, focalLoss, logitAdjusted } from '../loss/losses';
import type { Hyperparameters, LossOptions } from './TrainOptions';

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
