import { messageOf } from './errors';

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, and a file is needed',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EACCES: 'it may not be read by this user',
  EPERM: 'it may not be read by this user',
};

/**
 * Why a file that the user named cannot be read, in the user's words: Node's own have the name of a system call. The
 * caller's message names the file.
 */
export function whyUnreadable(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return (typeof code === 'string' ? reasons[code] : undefined) ?? messageOf(error);
}
