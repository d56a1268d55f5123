import type { Prediction } from '../../evaluation/report/Report';
import type { TrainableModel } from './TrainableModel';
import type { Part } from './trainingData';

/** Sequences run at once; without gradients, so larger than a training batch. */
const batchSize = 32;

/**
 * The model's answer to each row, in their order. Sequences of like length run together.
 *
 * @param labels of the model, in its order
 */
export function predictPart(model: TrainableModel, part: Part, labels: readonly string[]): Prediction[] {
  const { rows, sequences } = part;
  const length = (row: number) => sequences[row]?.tokens.length ?? 0;
  const order = [...rows.keys()].sort((a, b) => length(a) - length(b));
  const predictions = new Array<Prediction>(rows.length);
  for (let start = 0; start < order.length; start += batchSize) {
    const batch = order.slice(start, start + batchSize);
    const logits = model.logits(batch.map((row) => sequences[row]?.tokens ?? new Int32Array()));
    batch.forEach((row, place) => {
      const { id = '', video = '', label: gold = '' } = rows[row] ?? {};
      const [predicted, confidence] = mostLikely(logits[place] ?? new Float32Array(), labels);
      predictions[row] = { id, video, gold, predicted, confidence };
    });
  }
  return predictions;
}

/** The label of the greatest logit and its probability, 1 / Σ exp(logit - greatest). */
function mostLikely(logits: Float32Array, labels: readonly string[]): [string, number] {
  const greatest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - greatest), 0);
  return [labels[logits.indexOf(greatest)] ?? '', 1 / sum];
}
