import { EmostreamError } from '../../common/errors';

/** Milliseconds of speech per millisecond of the clock: 1 is live, `Infinity` as fast as possible. */
export type Pace = number;

/**
 * `live`, `max`, or a factor such as `20x` and `0.5x`.
 *
 * @throws EmostreamError (configuration) `pace_invalid`
 */
export function parsePace(text: string): Pace {
  const given = text.trim().toLowerCase();
  if (given === 'live') return 1;
  if (given === 'max') return Infinity;
  const factor = /^\d+(?:\.\d+)?(?=x$)/.exec(given)?.[0];
  const pace = Number(factor);
  if (factor === undefined || !(pace > 0 && pace < Infinity)) {
    throw new EmostreamError(`"${text}" is not a pace`, {
      code: 'pace_invalid',
      fault: 'configuration',
      hint: 'Give live, max, or a factor above 0 such as 20x or 0.5x.',
    });
  }
  return pace;
}
