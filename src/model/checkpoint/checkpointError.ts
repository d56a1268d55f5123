import { EmostreamError } from '../../common/errors';

/** A checkpoint (or engine) folder that cannot be used, told to the one who named it. */
export function checkpointError(message: string, hint?: string, cause?: unknown): EmostreamError {
  return new EmostreamError(message, {
    code: 'bad_checkpoint',
    fault: 'configuration',
    ...(hint === undefined ? {} : { hint }),
    cause,
  });
}
