import { EmostreamError } from '../../common/errors';

/** What a labelled file can say of a row, and the column names under which the known corpora say it. */
const aliases = {
  id: ['id', 'filename', 'segment_id', 'segmentid'],
  video: ['youtube_key', 'video', 'video_id', 'streamid', 'stream_id'],
  startMs: ['start_ms', 'startms', 'start_time'],
  endMs: ['end_ms', 'endms', 'end_time'],
  label: ['emotion', 'label'],
  text: ['text', 'transcription', 'transcript'],
} as const;

/** The meaning of a column. */
export type ColumnRole = keyof typeof aliases;

/** Which column of a file holds what; `text` and `label` are always there. */
export type ColumnMap = Partial<Record<ColumnRole, string>> & Record<'text' | 'label', string>;

const roles = Object.keys(aliases) as ColumnRole[];

/**
 * A map given by flag, `text=transcript,label=emotion`: the meaning first, the file's column second.
 *
 * @throws EmostreamError `bad_column_map`
 */
export function parseColumnMap(flag: string): Partial<Record<ColumnRole, string>> {
  const pairs = flag.split(',').map((pair) => {
    const [name = '', column = ''] = pair.split('=').map((part) => part.trim());
    const role = roles.find((known) => known.toLowerCase() === name.toLowerCase());
    if (role !== undefined && column !== '') return [role, column] as const;
    throw new EmostreamError(`the column map has "${pair}", which is no MEANING=COLUMN`, {
      code: 'bad_column_map',
      fault: 'configuration',
      hint: `Meanings are ${roles.join(', ')}; for example text=transcript,label=emotion.`,
    });
  });
  return Object.fromEntries(pairs);
}

/**
 * Finds the columns by name, upper and lower case alike; those given go before those guessed.
 *
 * @param columns the file's, as it spells them
 * @param place the file, for messages
 * @throws EmostreamError `missing_column` listing the columns found
 */
export function findColumns(
  columns: readonly string[],
  given: Partial<Record<ColumnRole, string>>,
  place: string,
): ColumnMap {
  const byName = new Map(columns.map((column) => [column.trim().toLowerCase(), column]));
  const found: Partial<Record<ColumnRole, string>> = {};
  for (const role of roles) {
    const wanted = given[role];
    const names = wanted === undefined ? aliases[role] : [wanted.toLowerCase()];
    const name = names.find((candidate) => byName.has(candidate));
    if (name !== undefined) found[role] = byName.get(name) as string;
    else if (wanted !== undefined) throw missing(`the column "${wanted}" for ${role}`, columns, place);
  }
  const { text, label } = found;
  if (text === undefined)
    throw missing(`a column with the text (${aliases.text.join(', ')})`, columns, place);
  if (label === undefined) {
    throw missing(`a column with the emotion (${aliases.label.join(', ')})`, columns, place);
  }
  return { ...found, text, label };
}

function missing(what: string, columns: readonly string[], place: string): EmostreamError {
  return new EmostreamError(`${place} lacks ${what}; it has ${columns.join(', ')}`, {
    code: 'missing_column',
    fault: 'input',
    hint: 'Name the columns: --columns text=COLUMN,label=COLUMN (also id, video, startMs, endMs).',
  });
}
