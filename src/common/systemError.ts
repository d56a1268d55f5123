import { relative, resolve } from 'node:path';
import { cacheFolder } from './cacheFolder';
import { EmostreamError, messageOf } from './errors';

/** The form of Node's errors for errors of the operating system. */
interface SystemError {
  message: string;
  code: string;
  path?: string;
}

const hints: Record<string, string> = {
  ENOSPC: 'free some space on that disk',
  EDQUOT: 'free some space: the quota of that disk is used up',
  EACCES: 'give a place that this user may use, or change its permissions',
  EPERM: 'give a place that this user may use, or change its permissions',
  EROFS: 'give a place that can be written',
  EMFILE: 'raise the limit of open files: ulimit -n',
  ENFILE: 'raise the limit of open files of this machine',
};

/** Error codes of disks, not of networks. */
const ofFiles = [...Object.keys(hints), 'EIO', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'];

/**
 * Makes an error of the operating system (disk full, no permission, a port in use), also where it is the cause of
 * another error, an error of the environment. Returns anything else unchanged.
 *
 * @param action what failed, for the message: `cannot write FILE`
 * @returns the error to throw; an EmostreamError `system_error` for an error of the operating system
 */
export function systemError(error: unknown, action?: string): unknown {
  const found = error instanceof EmostreamError ? undefined : systemErrorIn(error);
  if (found === undefined) return error;
  const reason = found === error ? found.message : `${messageOf(error)}: ${found.message}`;
  const hint = isInCache(found.path)
    ? `set EMOSTREAM_CACHE to a folder that this user can write to`
    : hints[found.code];
  return new EmostreamError(action === undefined ? reason : `${action}: ${reason}`, {
    code: 'system_error',
    fault: 'environment',
    cause: error,
    ...(hint !== undefined && { hint }),
  });
}

/** Whether it is an error of the operating system about a disk, not a network. */
export function isFileError(error: unknown): boolean {
  return ofFiles.includes(systemErrorIn(error)?.code ?? '');
}

/** The error, or the first of its causes, that Node made of an error of the operating system. */
function systemErrorIn(error: unknown): SystemError | undefined {
  let link = error;
  for (let depth = 0; depth < 5 && typeof link === 'object' && link !== null; depth++) {
    const { code, cause } = link as { code?: unknown; cause?: unknown };
    // EBADF and EFAULT are errors of the program, and so are Node's own ERR_... errors, except one.
    const ofSystem = typeof code === 'string' && /^E(?!RR_|BADF$|FAULT$)[A-Z0-9_]+$/.test(code);
    if (ofSystem || code === 'ERR_SYSTEM_ERROR') return link as SystemError;
    link = cause;
  }
  return undefined;
}

/** In the cache folder, or a folder above it that could not be made. */
function isInCache(path: string | undefined): boolean {
  if (path === undefined) return false;
  try {
    const cache = cacheFolder();
    return isWithin(resolve(path), cache) || isWithin(cache, resolve(path));
  } catch {
    return false;
  }
}

function isWithin(path: string, folder: string): boolean {
  return !/^\.\.(?:[/\\]|$)/.test(relative(folder, path));
}
