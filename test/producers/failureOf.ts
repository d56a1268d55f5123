import { EmostreamError } from '../../src/common/errors';

/** The error that an action is meant to end in. */
export function failureOf(action: () => unknown): EmostreamError {
  try {
    action();
  } catch (error) {
    if (error instanceof EmostreamError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
