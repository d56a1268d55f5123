import { EmostreamError } from '../../common/errors';
import { type LabelledRow, parseColumnMap, readLabelled } from '../../evaluation';
import { shuffled } from '../../common/seededRandom';
import { randomFor } from '../../training/data/seeds';
import type { CommandContext } from '../../cli/Command';
import { readUnlabelled } from '../input/readUnlabelled';
import { required } from '../input/required';
import { warnAbout } from '../../cli/views/warnAbout';
import type { TrainFlags } from './hyperparameters';

export interface TrainingInput {
  train: LabelledRow[];
  extra: LabelledRow[];
  unlabelled: string[];
  test: LabelledRow[];
}

/**
 * What the flags name; what is left out is empty. Warnings about rows go to stderr.
 *
 * @throws EmostreamError `bad_option` without --data, and those of `readLabelled` and `readUnlabelled`
 */
export async function readTrainingRows(flags: TrainFlags, context: CommandContext): Promise<TrainingInput> {
  const optional = (file: string | undefined) => (file === undefined ? [] : labelled(file, flags, context));
  return {
    train: await labelled(required(flags.data, '--data', 'train'), flags, context),
    extra: await optional(flags.extra),
    unlabelled: await unlabelledTexts(flags, context),
    test: await optional(flags.test),
  };
}

async function labelled(
  file: string,
  { columns }: TrainFlags,
  { stderr }: CommandContext,
): Promise<LabelledRow[]> {
  const map = columns === undefined ? {} : { columns: parseColumnMap(columns) };
  const { rows, warnings } = await readLabelled(file, map);
  for (const warning of warnings) stderr.write(`${warning}\n`);
  return rows;
}

/** Texts for the teacher, as many as asked for. */
async function unlabelledTexts(
  { unlabelled, unlabelledTexts: most, teacher, seed }: TrainFlags,
  context: CommandContext,
): Promise<string[]> {
  if (teacher === undefined && (unlabelled !== undefined || most !== undefined)) {
    throw new EmostreamError('texts without labels need a teacher to answer them', {
      code: 'bad_option',
      fault: 'configuration',
      hint: 'name a trained model with --teacher',
    });
  }
  if (unlabelled === undefined) return [];
  const texts = await readUnlabelled(unlabelled, warnAbout(context));
  return shuffled(texts, randomFor(seed)).slice(0, most);
}
