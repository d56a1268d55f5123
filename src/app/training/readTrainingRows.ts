import { EmostreamError } from '../../common/errors';
import { randomFor, shuffled } from '../../common/seededRandom';
import { type LabelledRow, readLabelled } from '../../evaluation';
import type { TranscriptWarning } from '../../producers/formats/Warnings';
import { readingOptions } from '../evaluation/readRows';
import { readUnlabelled } from '../input/readUnlabelled';
import { required } from '../input/required';
import type { TrainFlags } from './hyperparameters';

export interface TrainingInput {
  train: LabelledRow[];
  extra: LabelledRow[];
  unlabelled: string[];
  test: LabelledRow[];
}

/** Told what is odd in the files and yet no error. */
export interface TrainingInputWarnings {
  onWarning: (line: string) => void;
  onTranscriptWarnings: (file: string, warnings: readonly TranscriptWarning[]) => void;
}

/**
 * What the flags name; what is left out is empty.
 *
 * @throws EmostreamError `bad_option` without --data, and those of `readLabelled`, `readLabelMap` and `readUnlabelled`
 */
export async function readTrainingRows(
  flags: TrainFlags,
  { onWarning, onTranscriptWarnings }: TrainingInputWarnings,
): Promise<TrainingInput> {
  const reading = await readingOptions(flags);
  const labelled = async (file: string): Promise<LabelledRow[]> => {
    const { rows, warnings } = await readLabelled(file, reading);
    warnings.forEach(onWarning);
    return rows;
  };
  const optional = (file: string | undefined) => (file === undefined ? [] : labelled(file));
  return {
    train: await labelled(required(flags.data, '--data', 'train')),
    extra: await optional(flags.extra),
    unlabelled: await unlabelledTexts(flags, onTranscriptWarnings),
    test: await optional(flags.test),
  };
}

/** Texts for the teacher, as many as asked for. */
async function unlabelledTexts(
  { unlabelled, unlabelledTexts: most, teacher, seed }: TrainFlags,
  onWarnings: TrainingInputWarnings['onTranscriptWarnings'],
): Promise<string[]> {
  if (teacher === undefined && (unlabelled !== undefined || most !== undefined)) {
    throw new EmostreamError('texts without labels need a teacher to answer them', {
      code: 'bad_option',
      fault: 'configuration',
      hint: 'name a trained model with --teacher',
    });
  }
  if (unlabelled === undefined) return [];
  return shuffled(await readUnlabelled(unlabelled, onWarnings), randomFor(seed)).slice(0, most);
}
