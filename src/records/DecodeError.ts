import { EmostreamError } from '../common/errors';
import type { DeadLetterReason } from './DeadLetter';

/**
 * Bytes that are not a record of ours: they never will be, so they go to the dead letters. Every other error of a
 * decoder (the registry does not answer) is about the moment and is worth another try.
 */
export class DecodeError extends EmostreamError {
  /** The dead letter's code, and this error's `code`. */
  readonly reason: DeadLetterReason;

  constructor(reason: DeadLetterReason, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { code: reason, fault: 'input', ...options });
    this.name = 'DecodeError';
    this.reason = reason;
  }
}
