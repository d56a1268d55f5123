import type { Labeller } from '../../consumers/Labeller';
import { evaluateOffline, type LabelledRow, type LabelTexts, type OfflineResult } from '../../evaluation';
import type { LoadedModel } from '../../model/loadModel';
import { type LabellerFlags, openLabeller } from '../openLabeller';

/** Labels rows without a stream, through the stream's own labeller. */
export async function offlinePredictions(
  rows: readonly LabelledRow[],
  model: LoadedModel,
  flags: LabellerFlags,
  onProgress: (done: number, total: number) => void,
): Promise<OfflineResult> {
  const labeller = openLabeller(model, flags);
  return evaluateOffline(rows, textLabeller(labeller), { onProgress });
}

/** The tagger's own labelling as the evaluation asks for it: a text that it refuses has no answer here either. */
function textLabeller(labeller: Labeller): LabelTexts {
  return async (texts) => {
    const labels = await labeller.label(texts);
    return labels.map((label) => (label.emotion === null ? null : label.probabilities));
  };
}
