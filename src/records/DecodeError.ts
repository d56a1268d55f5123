import { EmostreamError } from '../common/errors';
import type { DeadLetterReason } from './DeadLetter';

/**
 * The bytes are not a valid record. Trying again cannot help, so the record becomes a dead letter. After any other
 * error of a decoder (the registry does not answer) it is worth trying again.
 */
export class DecodeError extends EmostreamError {
  /** The reason of the dead letter; also this error's `code`. */
  readonly reason: DeadLetterReason;

  constructor(reason: DeadLetterReason, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { code: reason, fault: 'input', ...options });
    this.name = 'DecodeError';
    this.reason = reason;
  }
}
