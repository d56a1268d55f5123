import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { EmostreamError } from './errors';

/**
 * The folder for what is downloaded or built once (the broker's jars, its data, models of the hub, engine files):
 * `EMOSTREAM_CACHE`, else `XDG_CACHE_HOME/emostream`, else `~/.cache/emostream`. An empty variable counts as unset, and
 * so does a relative XDG_CACHE_HOME (XDG Base Directory Specification: "ignore the path").
 *
 * @param parts path below the cache folder
 * @throws EmostreamError `no_home` when no variable is set and the user has no home folder
 */
export function cacheFolder(...parts: string[]): string {
  const { EMOSTREAM_CACHE: own = '', XDG_CACHE_HOME: xdg = '' } = process.env;
  if (own !== '') return join(resolve(own), ...parts);
  return join(isAbsolute(xdg) ? xdg : join(homeFolder(), '.cache'), 'emostream', ...parts);
}

/** In some containers the user has no entry in /etc/passwd and no HOME, and so no home folder. */
function homeFolder(): string {
  try {
    return homedir();
  } catch (error) {
    throw new EmostreamError('this user has no home folder for the cache folder', {
      code: 'no_home',
      fault: 'environment',
      hint: 'set EMOSTREAM_CACHE to a folder that this user can write to',
      cause: error,
    });
  }
}
