import { tensorShapes } from '../src/model/architectures/distilbert/tensors';
import type { Tensorflow } from '../src/model/engines/tfjs/tensorflow/Tensorflow';
import { normal, randomFor } from '../src/common/seededRandom';
import { crossEntropy, lossOfLabels } from '../src/training/loss';
import { TrainableModel } from '../src/training/TrainableModel';
import { trainStep } from '../src/training/train';
import type { TrainingConfig } from '../src/model/architectures/distilbert/DistilBertConfig';
import { AdamW } from '../src/training/optimizer';

/** Sequences of a step, and tokens of each. */
export const batch = 8;
export const length = 64;

/** A model to measure; names as in Hugging Face's config.json. */
export interface Shape {
  name: string;
  config: { vocab_size: number; dim: number; hidden_dim: number; n_layers: number; n_heads: number };
}

/** @returns a function that makes a step and tells its milliseconds */
export function ownSteps(tensorflow: Tensorflow, { config: shape }: Shape, vocabulary: number): () => number {
  const { dim, hidden_dim: hiddenDim, n_layers: layers, n_heads: heads } = shape;
  const config: TrainingConfig = {
    vocabSize: vocabulary,
    maxPositions: 512,
    dim,
    hiddenDim,
    layers,
    heads,
    activation: 'gelu',
    sinusoidalPositions: false,
    padId: 0,
    labels: undefined,
    dropout: 0.1,
    attentionDropout: 0.1,
    headDropout: 0.2,
    initializerRange: 0.02,
    json: {},
  };
  const random = randomFor(1);
  const optimizer = new AdamW(tensorflow, { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 });
  for (const [name, dims] of tensorShapes(config, 6)) {
    const centre = /norm\.weight$/i.test(name) ? 1 : 0;
    const size = dims.reduce((product, dim) => product * dim, 1);
    const value = Float32Array.from({ length: size }, () => centre + 0.02 * normal(random));
    optimizer.add(name, [...dims], { value });
  }
  const model = new TrainableModel(tensorflow, config, optimizer, new Map(), lossOfLabels(crossEntropy()));
  const rows = Array.from({ length: batch }, (_, row) => ({
    tokens: Int32Array.from({ length }, () => Math.floor(random() * vocabulary)),
    label: row % 6,
  }));
  let step = 0;
  return () => {
    const begun = performance.now();
    trainStep(model, [rows], { step, firstPass: step, learningRate: 1e-5, maxGradNorm: 1, seed: 1 });
    step++;
    return performance.now() - begun;
  };
}
