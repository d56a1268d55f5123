import { evaluateOffline, type LabelledRow, type OfflineResult } from '../../evaluation';
import type { LoadedModel } from '../../model/loadModel';
import type { CommandContext } from '../../cli/Command';
import { type LabellerFlags, openLabeller } from '../openLabeller';
import { clearProgress, progressLine } from '../../cli/views/progressLine';
import { textLabeller } from './textLabeller';

/** Labels rows without a stream, through the stream's own labeller. */
export async function offlinePredictions(
  rows: readonly LabelledRow[],
  model: LoadedModel,
  flags: LabellerFlags,
  context: Pick<CommandContext, 'stderr'>,
): Promise<OfflineResult> {
  const labeller = openLabeller(model, flags);
  const show = progressLine(context);
  try {
    return await evaluateOffline(rows, textLabeller(labeller), {
      onProgress: (done, total) => {
        if (context.stderr.isTTY === true) show(`${done} of ${total} rows`);
      },
    });
  } finally {
    clearProgress(context);
    labeller.close();
  }
}
