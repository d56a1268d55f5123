import { readFile } from 'node:fs/promises';
import { EmostreamError } from '../../common/errors';
import { inLabelOrder } from '../../common/labelOrder';
import { whyUnreadable } from '../../common/whyUnreadable';
import type { LabelMap } from './labelMap';
import type { LabelledRow } from './LabelledRow';
import { type ColumnMap, type ColumnRole, findColumns } from './columnMap';
import { type RawRecord, csvRecords, decodeUtf8, jsonLineRecords } from './rawRecords';

/**
 * Reads a labelled file: CSV, or JSON Lines where the first character is a brace. Columns are found by name
 * (EmoSPeech: id, label, transcription; MEACorpus: filename, label, transcription, and in its first edition
 * youtube_key, segment_id, start_time, end_time).
 *
 * @throws EmostreamError `file_unreadable`, `not_utf8`, `not_labelled` (a transcript), `empty_file`, `malformed_csv`,
 *   `malformed_json`, `missing_column`, `unknown_label`, `duplicate_id`, `bad_time`: each names the file and the line
 */
export async function readLabelled(path: string, options: LabelledRowsOptions = {}): Promise<LabelledRows> {
  const text = decodeUtf8(await readBytes(path), path);
  checkNoTranscript(text, path);
  const records = text.trimStart().startsWith('{') ? jsonLineRecords(text, path) : csvRecords(text, path);
  return labelledRows(records, path, options);
}

/** Enough to tell captions from a table. */
const peekCharacters = 4096;

/** A transcript has texts and no labels: read as a table, its first comma would be the error. */
function checkNoTranscript(text: string, path: string): void {
  const head = text.slice(0, peekCharacters);
  const isCaptions = head.startsWith('WEBVTT') || /^(?:\d+:)?\d+:\d\d[.,]\d{3} +-->/m.test(head);
  if (!isCaptions && !(head.trimStart().startsWith('{') && hasSegments(text))) return;
  throw new EmostreamError(`${path} is a transcript, not a labelled file`, {
    code: 'not_labelled',
    fault: 'input',
    hint: 'Give CSV or JSON Lines with the columns text and emotion; emostream tag labels a transcript.',
  });
}

/** Whether the whole is one JSON object with segments, as speech recognisers write it. */
function hasSegments(text: string): boolean {
  try {
    return Array.isArray((JSON.parse(text) as { segments?: unknown }).segments);
  } catch {
    return false;
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new EmostreamError(`cannot read ${path}: ${whyUnreadable(error)}`, {
      code: 'file_unreadable',
      fault: 'input',
      hint: 'Give the path of a labelled CSV or JSON Lines file.',
      cause: error,
    });
  }
}

export interface LabelledRowsOptions {
  /** Meaning to column, where names do not tell. */
  columns?: Partial<Record<ColumnRole, string>> | undefined;
  /** Applied before labels are looked at; a label that it does not name stays as it is. */
  labelMap?: LabelMap | undefined;
  /** The labels allowed (those of the model); all that occur where none are given. */
  labels?: readonly string[] | undefined;
}

export interface LabelledRows {
  rows: LabelledRow[];
  /** The labels given, in their order, or those that occur. */
  labels: readonly string[];
  /** Sentences about what is odd and yet no error. */
  warnings: string[];
}

/**
 * Records of any layout as rows. A `segment_id` counts inside its video (MEACorpus numbers each video from 0), so
 * the row's id is then VIDEO/SEGMENT; where there is no id it is the line, where there is no video each row is its own.
 *
 * @param place the file, for messages
 * @throws EmostreamError `empty_file`, `missing_column`, `unknown_label`, `duplicate_id`, `bad_time`
 */
function labelledRows(
  records: readonly RawRecord[],
  place: string,
  options: LabelledRowsOptions = {},
): LabelledRows {
  if (records.length === 0) {
    throw new EmostreamError(`${place} has no rows`, {
      code: 'empty_file',
      fault: 'input',
      hint: 'A labelled file is a CSV with a header, or JSON Lines, with at least the columns text and emotion.',
    });
  }
  const names = new Set(records.flatMap((record) => [...record.fields.keys()]));
  const columns = findColumns([...names], options.columns ?? {}, place);
  const leftOut = (record: RawRecord) => options.labelMap?.get(goldOf(record, columns)) === null;
  const kept = records.filter((record) => !leftOut(record));
  if (kept.length === 0) {
    throw new EmostreamError(`${place} has no rows left: the label map leaves out all ${records.length}`, {
      code: 'empty_file',
      fault: 'input',
      hint: 'map at least one of the labels to a label of the model',
    });
  }
  const rows = kept.map((record) => toRow(record, columns, options, place));
  checkIds(rows, kept, place);
  const labels = options.labels ?? inLabelOrder(rows.map((row) => row.label));
  const warnings = [
    ...mapWarnings(records, columns, options.labelMap, place),
    ...warningsOf(rows, kept, labels, columns, place),
  ];
  return { rows, labels, warnings };
}

/** The label as the file has it. */
function goldOf({ fields }: RawRecord, columns: ColumnMap): string {
  return fields.get(columns.label)?.trim() ?? '';
}

/** How many rows the map leaves out, and which of its labels no row has. */
function mapWarnings(
  records: readonly RawRecord[],
  columns: ColumnMap,
  map: LabelMap = new Map(),
  place: string,
): string[] {
  const counts = new Map<string, number>();
  for (const record of records) {
    const label = goldOf(record, columns);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const out = [...map].flatMap(([label, to]) => (to === null && counts.has(label) ? [label] : []));
  const total = out.reduce((sum, label) => sum + (counts.get(label) ?? 0), 0);
  const each = out.map((label) => `${label === '' ? 'none' : label} ${counts.get(label) ?? 0}`).join(', ');
  const strange = [...map.keys()].filter((label) => !counts.has(label));
  return [
    ...(total > 0 ? [`${place}: the label map leaves out ${total} of ${records.length} rows (${each})`] : []),
    ...(strange.length > 0 ? [`${place}: no row has the label ${strange.join(', ')} of the label map`] : []),
  ];
}

function toRow(
  record: RawRecord,
  columns: ColumnMap,
  { labels: allowed, labelMap }: LabelledRowsOptions,
  place: string,
): LabelledRow {
  const { line, fields } = record;
  const at = `${place}, line ${line}`;
  const value = (role: ColumnRole): string | undefined => {
    const column = columns[role];
    return column === undefined ? undefined : fields.get(column)?.trim();
  };
  const gold = goldOf(record, columns);
  const ownId = value('id') ?? '';
  const video = value('video') ?? '';
  const perVideo = columns.id !== undefined && columns.id.toLowerCase().startsWith('segment');
  const id = ownId === '' ? `line-${line}` : perVideo && video !== '' ? `${video}/${ownId}` : ownId;
  return {
    id,
    video: video === '' ? id : video,
    startMs: milliseconds(value('startMs'), `${at}, column "${columns.startMs ?? ''}"`),
    endMs: milliseconds(value('endMs'), `${at}, column "${columns.endMs ?? ''}"`),
    text: fields.get(columns.text) ?? '',
    label: checkLabel(labelMap?.get(gold) ?? gold, allowed, `${at}, column "${columns.label}"`),
  };
}

function checkLabel(label: string, allowed: readonly string[] | undefined, at: string): string {
  if (label !== '' && (allowed === undefined || allowed.includes(label))) return label;
  const what = label === '' ? 'no label' : `unknown label "${label}"`;
  const known = allowed === undefined ? '' : `; allowed are ${allowed.join(', ')}`;
  throw new EmostreamError(`${at}: ${what}${known}`, {
    code: 'unknown_label',
    fault: 'input',
    hint: 'Mend the label, map it with --label-map FILE, or name another column (--columns label=COLUMN).',
  });
}

function milliseconds(value: string | undefined, at: string): number {
  if (value === undefined || value === '') return 0;
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0) return Math.round(number);
  throw new EmostreamError(`${at}: "${value}" is no time`, {
    code: 'bad_time',
    fault: 'input',
    hint: 'Times are milliseconds from the start of the video.',
  });
}

function checkIds(rows: readonly LabelledRow[], records: readonly RawRecord[], place: string): void {
  const lines = new Map<string, number>();
  for (const [index, { id }] of rows.entries()) {
    const line = records[index]?.line ?? 0;
    const first = lines.get(id);
    if (first !== undefined) {
      throw new EmostreamError(`${place}, line ${line}: the id "${id}" is already that of line ${first}`, {
        code: 'duplicate_id',
        fault: 'input',
        hint: 'Answers are joined by id, so each row needs its own; or name another column: --columns id=COLUMN.',
      });
    }
    lines.set(id, line);
  }
}

function warningsOf(
  rows: readonly LabelledRow[],
  records: readonly RawRecord[],
  labels: readonly string[],
  columns: ColumnMap,
  place: string,
): string[] {
  const emptyLines = records.filter((_, index) => rows[index]?.text.trim() === '').map(({ line }) => line);
  const absent = labels.filter((label) => !rows.some((row) => row.label === label));
  return [
    ...(emptyLines.length > 0
      ? [`${place}: no text in line ${some(emptyLines)}; it cannot be labelled`]
      : []),
    ...absent.map((label) => `${place}: no row has the label "${label}"`),
    ...(columns.video === undefined
      ? [`${place}: no column names the video, so each row counts as its own`]
      : []),
  ];
}

function some(lines: readonly number[]): string {
  const more = lines.length > 5 ? ` and ${lines.length - 5} more` : '';
  return lines.slice(0, 5).join(', ') + more;
}
