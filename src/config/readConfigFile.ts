import { readFileSync } from 'node:fs';
import { EmostreamError, messageOf } from '../common/errors';
import { whyUnreadable } from '../common/whyUnreadable';
import { optionTable } from './options';

const contentHint = 'write a JSON object of option names and values; docs/configuration.md lists the names';

/**
 * Reads a JSON configuration file: an object from option name to value (docs/configuration.md).
 *
 * @throws EmostreamError `bad_config_file` when it cannot be read, is not a JSON object or has an unknown name
 */
export function readConfigFile(path: string): { path: string; values: Record<string, unknown> } {
  const fail = (why: string, cause?: unknown, hint = contentHint): never => {
    throw new EmostreamError(`configuration file ${path}: ${why}`, {
      code: 'bad_config_file',
      fault: 'configuration',
      hint,
      cause,
    });
  };
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    return fail(whyUnreadable(error), error, 'correct --config or EMOSTREAM_CONFIG, or leave it out');
  }
  let values: unknown;
  try {
    values = JSON.parse(content);
  } catch (error) {
    return fail(`it is not JSON: ${messageOf(error)}`, error);
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    return fail('expected a JSON object');
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(optionTable, name));
  if (unknown !== undefined) return fail(`unknown option "${unknown}"`);
  return { path, values: values as Record<string, unknown> };
}
