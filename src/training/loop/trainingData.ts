import type { LabelledRow } from '../../evaluation/data/LabelledRow';
import { splitByVideo } from '../../evaluation/data/splitByVideo';
import { EmostreamError } from '../../common/errors';
import type { Tokenizer } from '../../model/Tokenizer';
import { ActiveVocabulary } from '../model/ActiveVocabulary';
import type { TrainingSequence } from './TrainableModel';
import type { Hyperparameters } from './TrainOptions';

export interface TrainingRows {
  train: readonly LabelledRow[];
  /** Of other sources: trained on too, but they never validate. */
  extra?: readonly LabelledRow[];
  /** Texts without a label, for a teacher to answer. */
  unlabelled?: readonly string[];
  /** Empty where there are none. */
  test: readonly LabelledRow[];
}

/** Rows of one part with their token ids. */
export interface Part {
  rows: readonly LabelledRow[];
  sequences: TrainingSequence[];
}

export interface TrainingData {
  /** With the extra rows, which come last. */
  train: Part;
  extra: readonly LabelledRow[];
  validation: Part;
  test: Part;
  unlabelled: { texts: readonly string[]; sequences: TrainingSequence[] };
  vocabulary: ActiveVocabulary;
}

/**
 * Splits and tokenizes what a run reads. The vocabulary covers the rows that are only predicted too.
 *
 * @param labels of the model, in its order
 * @throws EmostreamError `empty_text` for a row without text, `unknown_label` for a test row's label that training lacks
 */
export function prepareData(
  { train, extra = [], unlabelled = [], test }: TrainingRows,
  labels: readonly string[],
  tokenizer: Tokenizer,
  padId: number,
  { validation, maxLength, seed }: Hyperparameters,
): TrainingData {
  const split = validation > 0 ? splitByVideo(train, validation, seed) : { train, validation: [] };
  const trained = [...split.train, ...extra];
  const parts = [trained, split.validation, test].map((rows) =>
    rows.map((row) => ({ tokens: tokenizer.encode(textOf(row), maxLength), label: labelOf(row, labels) })),
  );
  const unlabelledTokens = unlabelled.map((text) => tokenizer.encode(text, maxLength));
  const vocabulary = new ActiveVocabulary(
    [...parts.flat().map(({ tokens }) => tokens), ...unlabelledTokens],
    padId,
  );
  const part = (rows: readonly LabelledRow[], index: number): Part => ({
    rows,
    sequences: (parts[index] ?? []).map(({ tokens, label }) => ({
      tokens: vocabulary.toRows(tokens),
      label,
    })),
  });
  return {
    train: part(trained, 0),
    extra,
    validation: part(split.validation, 1),
    test: part(test, 2),
    unlabelled: {
      texts: unlabelled,
      sequences: unlabelledTokens.map((tokens) => ({ tokens: vocabulary.toRows(tokens), label: undefined })),
    },
    vocabulary,
  };
}

function textOf({ id, text }: LabelledRow): string {
  if (text.trim() !== '') return text;
  throw new EmostreamError(`row ${id} has no text`, {
    code: 'empty_text',
    fault: 'input',
    hint: 'give it its text or remove it',
  });
}

function labelOf({ id, label }: LabelledRow, labels: readonly string[]): number {
  const index = labels.indexOf(label);
  if (index >= 0) return index;
  throw new EmostreamError(`row ${id} has the label "${label}", which no training row has`, {
    code: 'unknown_label',
    fault: 'input',
    hint: `the labels of the training rows are ${labels.join(', ')}`,
  });
}
