import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import { type BatchReport, Labeller } from '../consumers/Labeller';
import type { LoadedModel } from '../model/loadModel';

export type LabellerFlags = Pick<OptionValues, (typeof optionGroups)['batching'][number]>;

/** Batches that may be at the engine: one that runs, and one ready to follow without a gap. */
const batchesAtOnce = 2;

export function openLabeller(
  { classifier, tokenizer }: LoadedModel,
  options: LabellerFlags,
  onBatch?: (report: BatchReport) => void,
): Labeller {
  const limits = {
    maxSegments: options.maxSegments,
    maxTokens: options.maxTokens,
    lingerMs: options.lingerMs,
    concurrency: batchesAtOnce,
    maxCharacters: options.maxCharacters,
    maxSequenceTokens: options.maxSequenceTokens,
    includeText: options.text,
  };
  return new Labeller(classifier, tokenizer, limits, onBatch);
}
