/**
 * Who can remove the cause of an error: whoever gave the input, set the configuration, or runs the machine (network,
 * broker, missing program), or the developers.
 */
export type Fault = 'input' | 'configuration' | 'environment' | 'bug';

export interface EmostreamErrorOptions {
  /** Stable, machine-readable, snake_case: what scripts and dead letters rely on. */
  code: string;
  fault: Fault;
  /** What to do, as a sentence. */
  hint?: string;
  cause?: unknown;
}

/**
 * The errors for users. The message says what is wrong and where, the hint what to do; the command line prints both in
 * one line and ends with an exit code that is not 0.
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

/** The message of anything that was thrown, to be part of another message. */
export function messageOf(error: unknown): string {
  // Not `instanceof Error`: that is false for errors of another realm (a worker, a test's sandbox).
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(error);
}
