import type { Labeller } from '../../consumers/Labeller';
import { evaluateOffline, type LabelledRow, type LabelTexts, type OfflineResult } from '../../evaluation';
import type { LoadedModel } from '../../model/loadModel';
import { textSegment } from '../../producers/texts/TextItem';
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

/** What the stream refuses has no answer here either. */
function textLabeller(labeller: Labeller): LabelTexts {
  return (texts) =>
    Promise.all(
      texts.map(async (text, sequence) => {
        const outcome = await labeller.label(textSegment('evaluation', sequence, text));
        return outcome.kind === 'label' ? outcome.label.probabilities : null;
      }),
    );
}
