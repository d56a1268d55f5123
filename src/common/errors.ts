/**
 * Who can mend an error: the one who gave the input, the one who set the configuration, the one who runs the
 * machine (network, broker, missing program), or us.
 */
export type Fault = 'input' | 'configuration' | 'environment' | 'bug';

export interface EmostreamErrorOptions {
  /** Stable, machine-readable, snake_case: what scripts and dead letters rely on. */
  code: string;
  fault: Fault;
  /** The way out, as a sentence: what to do now. */
  hint?: string;
  cause?: unknown;
}

/**
 * The one family of errors that a user is meant to read. The message names the thing and the place, the hint
 * the way out; the command line prints both on one line and exits with a non-zero code.
 *
 * @example
 * import { EmostreamError, loadModel } from 'emostream';
 *
 * try {
 *   await loadModel({ model: './nowhere' });
 * } catch (error) {
 *   if (!(error instanceof EmostreamError)) throw error;
 *   console.error(error.code, error.fault, error.message, error.hint); // model_not_found configuration ...
 * }
 */
export class EmostreamError extends Error {
  readonly code: string;
  readonly fault: Fault;
  readonly hint: string | undefined;

  constructor(message: string, options: EmostreamErrorOptions) {
    super(message, { cause: options.cause });
    this.name = 'EmostreamError';
    this.code = options.code;
    this.fault = options.fault;
    this.hint = options.hint;
  }
}

/** The text of any thrown thing, for a message that wraps it. */
export function messageOf(error: unknown): string {
  // By shape, not by class: an Error of another realm (a worker, a test's sandbox) is no instance of ours.
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(error);
}
