import { EmostreamError, messageOf } from './errors';

/**
 * - `ok`: it is there and works.
 * - `missing`: it is needed and not there, or does not work.
 * - `absent`: it is not there, or does not work, and what was asked about does without it.
 * - `not needed`: it is not there, and nothing here would use it.
 */
export type CheckStatus = 'ok' | 'missing' | 'absent' | 'not needed';

/** One thing that a machine has or lacks, as `emostream doctor` shows it. */
export interface Check {
  name: string;
  status: CheckStatus;
  /** What was found. */
  detail: string;
  /** What to do; empty where nothing need be done. */
  hint: string;
}

/** A check that met an error: its message and its way out. */
export function missing(name: string, error: unknown): Check {
  const hint = error instanceof EmostreamError ? (error.hint ?? '') : '';
  return { name, status: 'missing', detail: messageOf(error), hint };
}
