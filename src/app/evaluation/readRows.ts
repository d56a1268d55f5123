import type { OptionValues } from '../../config/options';
import { EmostreamError } from '../../common/errors';
import { type LabelledRow, parseColumnMap, readLabelled } from '../../evaluation';

export type RowFlags = Pick<OptionValues, 'data' | 'train' | 'columns'>;

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
      hint: 'name one with --data',
    });
  }
  const read = async (path: string): Promise<LabelledRow[]> => {
    const columns = options.columns === undefined ? {} : { columns: parseColumnMap(options.columns) };
    const { rows, warnings } = await readLabelled(path, columns);
    warnings.forEach(onWarning);
    return [...rows];
  };
  const train = options.train === undefined ? undefined : await read(options.train);
  return { file, rows: await read(file), train };
}
