import type { optionGroups } from '../../config/optionGroups';
import type { OptionValues } from '../../config/options';
import type { ReadOptions } from '../../producers/readSegments';

export type SegmentFlags = Pick<OptionValues, (typeof optionGroups)['segmenting'][number]>;

/** The segmenter's options from those of the command line. */
export function segmentOptions(options: SegmentFlags): ReadOptions {
  return {
    limits: { maxCharacters: options.segmentCharacters, maxDurationMs: options.segmentSeconds * 1000 },
    ...(options.language !== undefined && { language: options.language }),
  };
}
