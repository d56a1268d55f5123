import type { MatmulPrecision } from '../../model/engines/tfjs/tensorflow/MatmulPrecision';
import type { DistillationOptions } from '../distillation/distillationLoss';
import type { Teacher } from '../distillation/Teacher';
import type { Resampling } from '../weighting/resample';
import type { Weighting } from '../weighting/classWeights';

/** What a row's error counts for, apart from its class's weight. */
export type LossOptions =
  { kind: 'cross-entropy' } | { kind: 'focal'; gamma: number } | { kind: 'logit-adjusted'; tau: number };

/** The hyperparameters: two runs of the same base and data with the same ones give the same losses. */
export interface Hyperparameters {
  epochs: number;
  /** Rows of a batch. */
  batchSize: number;
  /** Batches whose gradients make one step; their losses are averaged. */
  gradientAccumulation: number;
  learningRate: number;
  /** Share of the steps in which the learning rate rises. */
  warmupRatio: number;
  weightDecay: number;
  beta1: number;
  beta2: number;
  adamEpsilon: number;
  /** Greatest norm of a step's gradient; 0: no limit. */
  maxGradNorm: number;
  /** Of the embeddings, attention weights and feed-forward networks; undefined: as the base's config says. */
  dropout: number | undefined;
  /** Tokens, special ones included; longer texts are cut. */
  maxLength: number;
  /** Layers kept of the base; undefined: all. */
  layers: number | undefined;
  weighting: Weighting;
  resampling: Resampling | undefined;
  loss: LossOptions;
  /** How much is learned from the teacher, where there is one. */
  distillation: DistillationOptions | undefined;
  lengthSorted: boolean;
  /** What TensorFlow was loaded with; float32 but for it. */
  matmulPrecision: MatmulPrecision;
  /** Share of the training rows, whole videos, that validate and are not trained on; 0: none. */
  validation: number;
  /** The epoch whose model is kept: the last, or the one of the best macro F1 on the validation rows. */
  keep: 'last' | 'best';
  /** The model of an epoch is the mean of the weights at its end and at the ends of those before it, so many in all. */
  averageEpochs: number;
  /** Ends after so many epochs without a better macro F1 on the validation rows; 0: never. */
  patience: number;
  seed: number;
  /** Of the fresh head, where it is another than `seed`: models that started alike can be averaged. */
  headSeed: number | undefined;
}

/**
 * The paper's hyperparameters (its table 2: 12 epochs, batches of 8, 4e-5, dropout 0.1 as in DistilBERT's own config),
 * and where it is silent those of Simple Transformers, which it used: warm-up 6 %, no weight decay, AdamW's betas and
 * epsilon, gradient norm 1, 128 tokens.
 */
export const defaultHyperparameters: Hyperparameters = {
  epochs: 12,
  batchSize: 8,
  gradientAccumulation: 1,
  learningRate: 4e-5,
  warmupRatio: 0.06,
  weightDecay: 0,
  beta1: 0.9,
  beta2: 0.999,
  adamEpsilon: 1e-8,
  maxGradNorm: 1,
  dropout: undefined,
  maxLength: 128,
  layers: undefined,
  weighting: 'none',
  resampling: undefined,
  loss: { kind: 'cross-entropy' },
  distillation: undefined,
  lengthSorted: false,
  matmulPrecision: 'float32',
  validation: 0,
  keep: 'last',
  averageEpochs: 1,
  patience: 0,
  seed: 1,
  headSeed: undefined,
};

/** What `train` is asked for. */
export interface TrainOptions {
  /** Folder of the Hugging Face DistilBERT to start from. */
  base: string;
  /** Folder for the trained model, its log and its state; made when missing. */
  out: string;
  hyperparameters: Hyperparameters;
  /** Whose answers are learned too, as `distillation` says. */
  teacher?: Teacher | undefined;
  /** Goes on where a stopped run in `out` was; starts anew where there is none. */
  resume: boolean;
  /** Steps between two saved states, besides those at the end of each epoch; 0: none. */
  saveEvery: number;
}
