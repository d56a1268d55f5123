import { EmostreamError } from '../../../../common/errors';

/** A step of the set-up that this machine does not let through, told to the one who runs the machine. */
export function setupError(message: string, hint: string, cause?: unknown): EmostreamError {
  return new EmostreamError(message, { code: 'tensorflow_setup_failed', fault: 'environment', hint, cause });
}
