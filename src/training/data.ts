import { EmostreamError } from '../common/errors';
import { randomFor, shuffled } from '../common/seededRandom';
import type { LabelledRow } from '../evaluation/data/LabelledRow';
import { splitByVideo } from '../evaluation/data/splitByVideo';
import type { Tokenizer } from '../model/Tokenizer';
import type { Target } from './loss';
import type { Hyperparameters, Resampling } from './recipe';

export interface TrainingRows {
  train: readonly LabelledRow[];
  /** Of other sources: trained on too, but they never validate. */
  extra?: readonly LabelledRow[];
  /** Texts without a label, for a teacher to answer. */
  unlabelled?: readonly string[];
  /** Empty where there are none. */
  test: readonly LabelledRow[];
}

/** What is run through the model, and what it should come to. */
export interface TrainingSequence extends Target {
  /** Token ids, as rows of the word embeddings. */
  tokens: Int32Array;
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
 * Splits and tokenizes what a training run reads. The vocabulary covers the rows that are only predicted too.
 *
 * @param labels of the model, in its order
 * @throws EmostreamError `empty_text` for a row without text, `unknown_label` for a test row's label that training
 *   lacks
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

/**
 * The token ids that the texts of a training run hold, numbered without gaps. Only their rows of the embedding table
 * are trained: no other row ever has a gradient, so AdamW would only take its weight decay off them. That spares the
 * gradient and the update of most of the table, with the same result (a corpus of 3,000 segments holds a quarter of the
 * vocabulary, or less).
 */
export class ActiveVocabulary {
  /** Token id of each row, ascending. */
  readonly ids: readonly number[];
  readonly #rowOf: Map<number, number>;

  constructor(texts: readonly Int32Array[], padId: number) {
    this.ids = [...new Set([padId, ...texts.flatMap((text) => [...text])])].sort((a, b) => a - b);
    this.#rowOf = new Map(this.ids.map((id, row) => [id, row]));
  }

  /** Row numbers instead of token ids. */
  toRows(text: Int32Array): Int32Array {
    return text.map((id) => {
      const row = this.#rowOf.get(id);
      if (row === undefined) throw new Error(`token ${id} is not in the vocabulary of this training run`);
      return row;
    });
  }

  /** The rows of a whole table [vocabulary, width] that are trained: [ids, width]. */
  select(table: Float32Array, width: number): Float32Array {
    const selected = new Float32Array(this.ids.length * width);
    this.ids.forEach((id, row) => selected.set(table.subarray(id * width, (id + 1) * width), row * width));
    return selected;
  }

  /**
   * The whole table after training.
   *
   * @param base the table before training; not changed
   * @param trained [ids, width]
   * @param decay what weight decay left of the rows that had no gradient
   */
  merge(base: Float32Array, trained: Float32Array, width: number, decay: number): Float32Array {
    const merged = base.map((value) => value * decay);
    this.ids.forEach((id, row) => merged.set(trained.subarray(row * width, (row + 1) * width), id * width));
    return merged;
  }
}

/**
 * The steps of each epoch: for each step its batches. They follow from the seed and the epoch's number alone, so a
 * resumed training run asks again and skips what was done.
 *
 * @param sequences labelled ones, which are resampled, then those without a label, which are not
 * @returns the steps of an epoch, which is counted from 0
 */
export function epochPlan(
  sequences: readonly TrainingSequence[],
  hyperparameters: Hyperparameters,
): (epoch: number) => TrainingSequence[][][] {
  const { resampling, seed, gradientAccumulation } = hyperparameters;
  const unlabelled = [...sequences.keys()].filter((row) => sequences[row]?.label === undefined);
  const classes = sequences.flatMap(({ label }) => label ?? []);
  const lengths = sequences.map(({ tokens }) => tokens.length);
  return (epoch) => {
    const rows =
      resampling === undefined
        ? [...sequences.keys()]
        : [...resample(classes, resampling, seed, epoch), ...unlabelled];
    const batches = epochBatches(rows, lengths, epoch, hyperparameters);
    const ofRows = batches.map((batch) => batch.map((row) => sequences[row] as TrainingSequence));
    return chunks(ofRows, gradientAccumulation);
  };
}

/**
 * Indices of the rows that one epoch trains on, classes together, order without meaning. Each row of an oversampled
 * class occurs equally often, but for a remainder that is drawn anew each epoch.
 *
 * @param classes class of each row
 */
export function resample(
  classes: ArrayLike<number>,
  { method, balance }: Resampling,
  seed: number,
  epoch: number,
): number[] {
  const byClass = new Map<number, number[]>();
  for (let row = 0; row < classes.length; row++) {
    const label = classes[row] as number;
    byClass.set(label, [...(byClass.get(label) ?? []), row]);
  }
  const sizes = [...byClass.values()].map((rows) => rows.length);
  const reference = method === 'over' ? Math.max(...sizes) : Math.min(...sizes);
  return [...byClass].flatMap(([label, rows]) => {
    const wanted = Math.round(rows.length ** (1 - balance) * reference ** balance);
    const copies = Math.floor(wanted / rows.length);
    const drawn = shuffled(rows, randomFor(seed, epoch, label)).slice(0, wanted % rows.length);
    return [...Array.from({ length: copies }, () => rows).flat(), ...drawn];
  });
}

/** Batches that are sorted by length together, where lengths are grouped (as transformers' LengthGroupedSampler). */
const batchesInWindow = 50;

/** Sets the shuffling apart from other uses of the seed. */
const shuffling = 1;

export interface BatchOptions {
  batchSize: number;
  /** Rows of like length in one batch: less padding, less chance in the order. */
  lengthSorted: boolean;
  seed: number;
}

/**
 * The batches of one epoch: indices of rows, each once, in an order that follows from the seed and the epoch alone.
 *
 * @param rows indices of the rows to train on
 * @param lengths tokens of each row, by index
 */
export function epochBatches(
  rows: readonly number[],
  lengths: ArrayLike<number>,
  epoch: number,
  { batchSize, lengthSorted, seed }: BatchOptions,
): number[][] {
  const random = randomFor(seed, shuffling, epoch);
  const order = shuffled(rows, random);
  if (!lengthSorted) return chunks(order, batchSize);
  const length = (row: number) => lengths[row] ?? 0;
  const windows = chunks(order, batchSize * batchesInWindow);
  const sorted = windows.flatMap((window) => window.sort((a, b) => length(b) - length(a)));
  return shuffled(chunks(sorted, batchSize), random);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
