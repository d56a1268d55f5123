import { EmostreamError } from '../../common/errors';

/** Bounds of a segment. Characters are UTF-16 code units of its text. */
export interface SegmentLimits {
  /** A sentence shorter than this takes the next one of the same speaker along. */
  minCharacters: number;
  /** Longer sentences are cut at a clause, else at a caption's end, else between words. */
  maxCharacters: number;
  /** As `maxCharacters`, in time; no segment is cut below `minCharacters` for it. */
  maxDurationMs: number;
  /** Silence that ends a segment in mid-sentence. */
  pauseMs: number;
}

/**
 * Segments like those the models were trained on. The 3,000 training rows of EmoSPeech 2024 (Spanish MEACorpus)
 * have 146 characters and 9.3 s in the median; 5 % are shorter than 46 characters, 5 % longer than 257, and the
 * longest lasts 15.0 s.
 */
export const defaultSegmentLimits: Readonly<SegmentLimits> = {
  minCharacters: 46,
  maxCharacters: 257,
  maxDurationMs: 15_000,
  pauseMs: 1_500,
};

/**
 * The defaults with what is given in their place.
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
