import { CsvError, parse } from 'csv-parse/sync';
import { isUtf8 } from 'node:buffer';
import { count } from '../../common/count';
import { EmostreamError } from '../../common/errors';

/** A row as its file has it, before its columns are understood. */
export interface RawRecord {
  /** The line in the file where the record begins, from 1. */
  line: number;
  fields: ReadonlyMap<string, string>;
}

const replacement = '\uFFFD';

/**
 * A file's bytes as text, without a byte order mark.
 *
 * @param path for the message
 * @throws EmostreamError `not_utf8` with the byte offset and line of the first byte that is none
 */
export function decodeUtf8(bytes: Buffer, path: string): string {
  const text = new TextDecoder('utf-8').decode(bytes);
  if (isUtf8(bytes)) return text;
  const offset = firstBadByte(bytes);
  const line = bytes.subarray(0, offset).reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 1);
  throw new EmostreamError(`${path}, line ${line}: not UTF-8 at byte ${offset}`, {
    code: 'not_utf8',
    fault: 'input',
    hint: `Convert it first, for example: iconv -f ${likelyEncoding(bytes)} -t UTF-8 ${path} > utf8.csv`,
  });
}

/** Where the decoder put a replacement character that the bytes themselves do not spell. */
function firstBadByte(bytes: Buffer): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  for (const character of text) {
    const length = Buffer.byteLength(character);
    const spelled = bytes.subarray(offset, offset + length).equals(Buffer.from(character));
    if (character === replacement && !spelled) return offset;
    offset += length;
  }
  return offset;
}

function likelyEncoding(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  return mark === 'fffe' || mark === 'feff' ? 'UTF-16' : 'WINDOWS-1252';
}

const delimiters = [',', ';', '\t'];

interface ParsedRecord {
  record: string[];
  info: { lines: number };
}

/**
 * CSV (RFC 4180, quotes and line breaks in fields included) with a header line; separated by commas, semicolons or
 * tabs, whichever the header has most of.
 *
 * @param place the file, for messages
 * @throws EmostreamError `malformed_csv` with the line
 */
export function csvRecords(text: string, place: string): RawRecord[] {
  // The parser counts a Windows line end inside quotes as two lines.
  const [header, ...body] = parseCsv(text.replace(/\r\n/g, '\n'), place);
  if (header === undefined) return [];
  const columns = header.record.map((name) => name.trim());
  return body.map(({ record, info }) => ({
    line: info.lines - breaksIn(record),
    fields: new Map(columns.map((column, index) => [column, record[index] ?? ''])),
  }));
}

/** Line breaks inside quoted fields: the parser tells the line where a record ends. */
function breaksIn(record: readonly string[]): number {
  return record.join('').split('\n').length - 1;
}

function parseCsv(text: string, place: string): ParsedRecord[] {
  const layout = { delimiter: delimiterOf(text), skip_empty_lines: true };
  try {
    return parse(text, { ...layout, info: true }) as unknown as ParsedRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? `, line ${error['lines']}` : '';
    throw new EmostreamError(
      `${place}${line}: ${reasonOf(error, () => parse(text, { ...layout, to: 1 })[0] ?? [])}`,
      {
        code: 'malformed_csv',
        fault: 'input',
        hint: 'A field with the separator, a quote or a line break stands in double quotes, its own quotes doubled.',
        cause: error,
      },
    );
  }
}

function reasonOf(error: CsvError, header: () => readonly string[]): string {
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const { length } = error['record'] as readonly string[];
      return `${count(header().length, 'field')} are expected, as in the header, and there are ${length}`;
    }
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened and never closed';
    default:
      return error.message;
  }
}

function delimiterOf(text: string): string {
  const header = text.slice(0, (text + '\n').indexOf('\n'));
  const count = (delimiter: string): number => header.split(delimiter).length;
  return delimiters.reduce((best, next) => (count(next) > count(best) ? next : best));
}

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
