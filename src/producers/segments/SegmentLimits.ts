import { EmostreamError } from '../../common/errors';
import { segmentDefaults } from '../../common/segmentDefaults';

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

export const defaultSegmentLimits: Readonly<SegmentLimits> = segmentDefaults;

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
