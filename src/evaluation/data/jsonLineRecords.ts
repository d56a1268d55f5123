import { EmostreamError } from '../../common/errors';
import type { RawRecord } from './RawRecord';

/**
 * JSON Lines: an object a line, blank lines passed over. Strings and numbers are fields, other values are none.
 *
 * @param place the file, for messages
 * @throws EmostreamError `malformed_json` with the line
 */
export function jsonLineRecords(text: string, place: string): RawRecord[] {
  return text.split(/\r?\n/).flatMap((content, index) => {
    if (content.trim() === '') return [];
    const line = index + 1;
    return [{ line, fields: fieldsOf(content, `${place}, line ${line}`) }];
  });
}

function fieldsOf(content: string, place: string): Map<string, string> {
  const value = parseJson(content, place);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(`${place}: expected an object {"text": ..., "label": ...}`);
  }
  return new Map(
    Object.entries(value).flatMap(([name, field]: [string, unknown]) =>
      typeof field === 'string' || typeof field === 'number' ? [[name, String(field)]] : [],
    ),
  );
}

function parseJson(content: string, place: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw malformed(`${place}: not JSON`, error);
  }
}

function malformed(message: string, cause?: unknown): EmostreamError {
  return new EmostreamError(message, {
    code: 'malformed_json',
    fault: 'input',
    hint: 'JSON Lines hold one object a line; a JSON array is turned into them by: jq -c .[] FILE',
    cause,
  });
}
