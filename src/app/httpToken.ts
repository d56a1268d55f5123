import { readFileSync } from 'node:fs';
import type { OptionValues } from '../config/options';
import { EmostreamError } from '../common/errors';
import { whyUnreadable } from '../common/whyUnreadable';

/**
 * The token that HTTP callers have to send, from the variable or from a file, as container secrets come.
 *
 * @returns undefined where neither is given
 * @throws EmostreamError `bad_http_token` for both, for a file that cannot be read, and for an empty one: an
 * orchestrator's missing secret must not open the server
 */
export function httpToken({
  httpToken: token,
  httpTokenFile: file,
}: Pick<OptionValues, 'httpToken' | 'httpTokenFile'>): string | undefined {
  if (file === undefined) return token;
  if (token !== undefined) {
    throw bad('EMOSTREAM_HTTP_TOKEN and EMOSTREAM_HTTP_TOKEN_FILE are both set', 'Keep one of them.');
  }
  const content = read(file).trim();
  if (content === '') throw bad(`${file}, the file of the HTTP token, is empty`, 'Write a token into it.');
  return content;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw bad(
      `${file}, the file of the HTTP token, cannot be read: ${whyUnreadable(error)}`,
      'Correct the path or the file permissions.',
      error,
    );
  }
}

function bad(message: string, hint: string, cause?: unknown): EmostreamError {
  return new EmostreamError(message, { code: 'bad_http_token', fault: 'configuration', hint, cause });
}
