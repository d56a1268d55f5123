import { negativeLogLikelihood, weightedMean, type Loss } from './Loss';

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
