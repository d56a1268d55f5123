import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where what is fetched or built once is kept (the broker's jars, its data, downloaded models, engine files):
 * `EMOSTREAM_CACHE`, else `XDG_CACHE_HOME/emostream`, else `~/.cache/emostream`.
 *
 * @param parts path below the cache folder
 */
export function cacheFolder(...parts: string[]): string {
  const root =
    process.env['EMOSTREAM_CACHE'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'emostream');
  return join(root, ...parts);
}
