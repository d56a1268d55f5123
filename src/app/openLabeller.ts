import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import { Labeller } from '../consumers/Labeller';
import { defaultLabellingLimits, type LabellingLimits } from '../consumers/labelSegments';
import type { LoadedModel } from '../model/loadModel';

export type LabellerFlags = Pick<OptionValues, (typeof optionGroups)['batching'][number]>;

export function labellingLimits(options: LabellerFlags): LabellingLimits {
  const { maxSegments, maxTokens, lingerMs, maxCharacters, maxSequenceTokens, text } = options;
  const bounds = { maxSegments, maxTokens, lingerMs, maxCharacters, maxSequenceTokens };
  return { ...defaultLabellingLimits, ...bounds, includeText: text };
}

/** A labeller with the bounds of the command line. */
export function openLabeller(model: LoadedModel, options: LabellerFlags): Labeller {
  return new Labeller(model, labellingLimits(options));
}
