import { EmostreamError } from '../../common/errors';

/** Limits of a segment. Characters are UTF-16 code units of its text. */
export interface SegmentLimits {
  /** A shorter sentence is joined with the next one of the same speaker. */
  minCharacters: number;
  /** A longer sentence is cut at a clause end, else at a cue's end, else between words. */
  maxCharacters: number;
  /** The same in time. `minCharacters` goes first: no segment is cut shorter than that to be within this time. */
  maxDurationMs: number;
  /** A silence this long ends a segment, also within a sentence. */
  pauseMs: number;
}

/**
 * Segments like those in the training data. The 3,000 training rows of EmoSPeech 2024 (Spanish MEACorpus) have a
 * median of 146 characters and 9.3 s; 5 % are shorter than 46 characters, 5 % longer than 257, and the longest lasts
 * 15.0 s.
 */
export const defaultSegmentLimits: Readonly<SegmentLimits> = {
  minCharacters: 46,
  maxCharacters: 257,
  maxDurationMs: 15_000,
  pauseMs: 1_500,
};

/**
 * The given limits, and the defaults for the others.
 *
 * @throws EmostreamError (configuration) `segment_limits_invalid`
 */
export function segmentLimits(given: Partial<SegmentLimits> = {}): SegmentLimits {
  const limits = { ...defaultSegmentLimits, ...given };
  const positive = Object.values(limits).every((limit: number) => limit > 0);
  if (!positive || limits.minCharacters > limits.maxCharacters) {
    throw new EmostreamError(`segment limits do not fit together: ${JSON.stringify(limits)}`, {
      code: 'segment_limits_invalid',
      fault: 'configuration',
      hint: 'All must be above 0, and minCharacters at most maxCharacters.',
    });
  }
  return limits;
}
