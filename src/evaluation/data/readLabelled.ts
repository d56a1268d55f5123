import { readFile } from 'node:fs/promises';
import { EmostreamError, messageOf } from '../../common/errors';
import { csvRecords } from './csvRecords';
import { decodeUtf8 } from './decodeUtf8';
import { jsonLineRecords } from './jsonLineRecords';
import { labelledRows, type LabelledRows, type LabelledRowsOptions } from './labelledRows';

/**
 * Reads a labelled file: CSV, or JSON Lines where the first character is a brace. Columns are found by name
 * (EmoSPeech: id, label, transcription; MEACorpus: filename, label, transcription, and in its first edition
 * youtube_key, segment_id, start_time, end_time).
 *
 * @throws EmostreamError `file_unreadable`, `not_utf8`, `empty_file`, `malformed_csv`, `malformed_json`,
 *   `missing_column`, `unknown_label`, `duplicate_id`, `bad_time`: each names the file and the line
 */
export async function readLabelled(path: string, options: LabelledRowsOptions = {}): Promise<LabelledRows> {
  const text = decodeUtf8(await readBytes(path), path);
  const records = text.trimStart().startsWith('{') ? jsonLineRecords(text, path) : csvRecords(text, path);
  return labelledRows(records, path, options);
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new EmostreamError(`cannot read ${path}: ${messageOf(error)}`, {
      code: 'file_unreadable',
      fault: 'input',
      hint: 'Give the path of a labelled CSV or JSON Lines file.',
      cause: error,
    });
  }
}
