import { EmostreamError, messageOf } from './errors';

/**
 * - `ok`: installed and works.
 * - `missing`: needed, but not installed or does not work.
 * - `absent`: not installed or does not work; the given options work without it.
 * - `not needed`: not installed, and not used.
 */
export type CheckStatus = 'ok' | 'missing' | 'absent' | 'not needed';

/** One result of `emostream doctor`. */
export interface Check {
  name: string;
  status: CheckStatus;
  /** What was found. */
  detail: string;
  /** What to do; empty where nothing has to be done. */
  hint: string;
}

/** The result of a check that failed: the message and the hint of its error. */
export function missing(name: string, error: unknown): Check {
  const hint = error instanceof EmostreamError ? (error.hint ?? '') : '';
  return { name, status: 'missing', detail: messageOf(error), hint };
}
