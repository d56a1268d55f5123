import { CsvError, parse } from 'csv-parse/sync';
import { EmostreamError } from '../../common/errors';
import type { RawRecord } from './RawRecord';

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
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      skip_empty_lines: true,
    }) as unknown as ParsedRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? `, line ${error['lines']}` : '';
    throw new EmostreamError(`${place}${line}: ${reasonOf(error)}`, {
      code: 'malformed_csv',
      fault: 'input',
      hint: 'A field with the separator, a quote or a line break stands in double quotes, its own quotes doubled.',
      cause: error,
    });
  }
}

function reasonOf(error: CsvError): string {
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return 'as many fields as the header are expected, and there are more or fewer';
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
