import type { Architecture } from '../Architecture';
import { tokenBatch } from '../../engines/tfjs/network/TokenBatch';
import { distilBertConfigOf, type DropoutRates } from './DistilBertConfig';
import { distilbertGraph } from './distilbertGraph';
import { activationsOf } from './layers';
import { forward } from './network';
import {
  headLayers,
  positionTable,
  sinusoidalPositions,
  tensorShapes,
  withoutPrefix,
  wordTable,
} from './tensors';

/** For evaluation. */
const noRates: DropoutRates = { dropout: 0, attentionDropout: 0, headDropout: 0 };

/** DistilBERT (Sanh et al., 2019), as transformers' DistilBertForSequenceClassification computes and saves it. */
export const distilbert: Architecture = {
  modelType: 'distilbert',
  title: 'DistilBERT',
  readConfig(json, path) {
    const config = distilBertConfigOf(json, path);
    return {
      config: { ...config },
      maxTokens: config.maxPositions,
      padId: config.padId,
      labels: config.labels,
      tensorName: withoutPrefix,
      tensorShapes: (classes) => tensorShapes(config, classes),
      computedTensor: (name) =>
        name === positionTable && config.sinusoidalPositions
          ? sinusoidalPositions(config.maxPositions, config.dim)
          : undefined,
      wordEmbeddings: { name: wordTable, rows: config.vocabSize, columns: config.dim },
      head: headLayers,
      activations: activationsOf(config),
      graph: (weights, classes, scheme) => distilbertGraph(config, weights, classes, scheme),
      forward: (tensorflow, parameters, sequences, length) =>
        forward(
          tensorflow,
          { ...config, ...noRates },
          parameters,
          tokenBatch(tensorflow.tf, sequences, length),
        ),
    };
  },
};
