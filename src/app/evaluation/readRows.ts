import type { OptionValues } from '../../config/options';
import { EmostreamError } from '../../common/errors';
import { type LabelledRow, parseColumnMap, readLabelled } from '../../evaluation';
import type { CommandContext } from '../../cli/Command';

export type RowFlags = Pick<OptionValues, 'data' | 'train' | 'columns'>;

/**
 * The rows to evaluate, and those that the model was trained on where they are given. Warnings go to stderr.
 *
 * @param file given as an operand, instead of --data
 */
export async function readRows(
  options: RowFlags,
  context: CommandContext,
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
    for (const warning of warnings) context.stderr.write(`${warning}\n`);
    return [...rows];
  };
  const train = options.train === undefined ? undefined : await read(options.train);
  return { file, rows: await read(file), train };
}
