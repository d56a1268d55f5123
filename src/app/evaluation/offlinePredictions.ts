import { evaluateOffline, type LabelledRow, type OfflineResult } from '../../evaluation';
import type { LoadedModel } from '../../model/loadModel';
import { type LabellerFlags, openLabeller } from '../openLabeller';
import { textLabeller } from './textLabeller';

/** Labels rows without a stream, through the stream's own labeller. */
export async function offlinePredictions(
  rows: readonly LabelledRow[],
  model: LoadedModel,
  flags: LabellerFlags,
  onProgress: (done: number, total: number) => void,
): Promise<OfflineResult> {
  const labeller = openLabeller(model, flags);
  try {
    return await evaluateOffline(rows, textLabeller(labeller), { onProgress });
  } finally {
    labeller.close();
  }
}
