import { EmostreamError, messageOf } from './errors';

const hints: Record<string, string> = {
  ENOSPC: 'free some space on that disk',
  EDQUOT: 'free some space: the quota of that disk is used up',
  EACCES: 'give a place that this user may use, or change its permissions',
  EPERM: 'give a place that this user may use, or change its permissions',
  EROFS: 'give a place that can be written',
};

/**
 * What the operating system refused (disk full, no permission, read-only) as an error of the environment. Any other
 * thing that was thrown is given back as it is.
 *
 * @param action what was tried, for the message: `cannot write FILE`
 * @returns to be thrown
 */
export function systemError(error: unknown, action: string): unknown {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  if (typeof code !== 'string' || typeof syscall !== 'string') return error;
  return new EmostreamError(`${action}: ${messageOf(error)}`, {
    code: 'system_error',
    fault: 'environment',
    hint: hints[code] ?? 'see what the system says about that place',
    cause: error,
  });
}
