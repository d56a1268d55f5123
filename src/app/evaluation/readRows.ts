import type { OptionValues } from '../../config/options';
import { EmostreamError } from '../../common/errors';
import {
  type LabelledRow,
  type LabelledRowsOptions,
  parseColumnMap,
  readLabelled,
  readLabelMap,
} from '../../evaluation';

export type RowFlags = Pick<OptionValues, 'data' | 'train' | 'columns' | 'labelMap'>;

/**
 * The rows to evaluate, and those that the model was trained on where they are given.
 *
 * @param onWarning told what was left out or repaired
 * @param file given as an operand, instead of --data
 */
export async function readRows(
  options: RowFlags,
  onWarning: (line: string) => void,
  file = options.data,
): Promise<{ file: string; rows: LabelledRow[]; train: LabelledRow[] | undefined }> {
  if (file === undefined) {
    throw new EmostreamError('there is no labelled file', {
      code: 'bad_option',
      fault: 'configuration',
      hint: 'give it behind the name of the command (emostream evaluate FILE), or with --data FILE',
    });
  }
  const { columns, labelMap } = await readingOptions(options);
  const read = async (path: string, how: LabelledRowsOptions): Promise<LabelledRow[]> => {
    const { rows, warnings } = await readLabelled(path, how);
    warnings.forEach(onWarning);
    return rows;
  };
  // The labels of the training file say nothing here; a row that the map would leave out was trained on all the same.
  const train = options.train === undefined ? undefined : await read(options.train, { columns });
  return { file, rows: await read(file, { columns, labelMap }), train };
}

/**
 * How the flags say that labelled files are to be read.
 *
 * @throws EmostreamError `bad_column_map`, and those of `readLabelMap`
 */
export async function readingOptions({
  columns,
  labelMap,
}: Pick<RowFlags, 'columns' | 'labelMap'>): Promise<LabelledRowsOptions> {
  return {
    columns: columns === undefined ? undefined : parseColumnMap(columns),
    labelMap: labelMap === undefined ? undefined : await readLabelMap(labelMap),
  };
}
