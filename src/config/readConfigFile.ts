import { readFileSync } from 'node:fs';
import { EmostreamError, messageOf } from '../common/errors';
import { optionTable } from './options';

/**
 * Reads a JSON configuration file: an object from option name to value (docs/configuration.md).
 *
 * @throws EmostreamError `bad_config_file` when it cannot be read, is not an object or has an unknown name
 */
export function readConfigFile(path: string): { path: string; values: Record<string, unknown> } {
  const fail = (why: string, cause?: unknown): never => {
    const hint = 'the names are listed in docs/configuration.md';
    throw new EmostreamError(`configuration file ${path}: ${why}`, {
      code: 'bad_config_file',
      fault: 'configuration',
      hint,
      cause,
    });
  };
  let values: unknown;
  try {
    values = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return fail(messageOf(error), error);
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    return fail('expected a JSON object');
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(optionTable, name));
  if (unknown !== undefined) return fail(`unknown option "${unknown}"`);
  return { path, values: values as Record<string, unknown> };
}
