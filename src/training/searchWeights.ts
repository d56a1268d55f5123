import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmostreamError } from '../common/errors';
import { inLabelOrder } from '../common/labelOrder';
import { writeWhole } from '../common/writeWhole';
import type { LabelledRow } from '../evaluation/data/LabelledRow';
import type { TrainResult } from './TrainResult';
import type { TrainingRows } from './data';
import { rememberAnswers, type Teacher } from './distillation';
import type { TrainOptions } from './prepareTraining';
import { classWeights, countByClass } from './recipe';
import { type TrainParts, train } from './train';
import { withTrainingLock } from './trainingLock';

/** How weights are looked for. */
export interface WeightSearchOptions {
  /**
   * Powers to which the weights of `inverse` are raised, one candidate each: 0 is no weighting, 1 `inverse`, and what
   * lies between lifts the rare classes by less.
   */
  powers: readonly number[];
  /** Epochs of each training. */
  epochs: number;
  /** Splits by video that each candidate is trained on; their mean counts. */
  splits: number;
  /** Share of the training rows that validates, whole videos. */
  validation: number;
}

export const defaultPowers: readonly number[] = [0, 0.25, 0.5, 0.75, 1];

/** Test rows have no part in a search. */
export type SearchRows = Omit<TrainingRows, 'test'>;

export interface WeightCandidate {
  power: number;
  weights: Readonly<Record<string, number>>;
  /** Macro F1 of the epoch that is kept on each split's validation rows, and their mean. */
  macroF1: readonly number[];
  mean: number;
}

/** What search.json holds. */
export interface WeightSearchResult {
  options: WeightSearchOptions;
  /** Of the greatest mean; of several the one of the lowest power. */
  best: WeightCandidate;
  /** In the order of the powers. */
  candidates: readonly WeightCandidate[];
}

export type WeightSearchEvent =
  /** A candidate's training on a split begins, or goes on where it was stopped; both are counted from 1. */
  | { kind: 'training'; candidate: number; power: number; split: number }
  | { kind: 'candidate'; candidate: WeightCandidate };

/** How people call the weights of `inverse` raised to a power. */
export function powerName(power: number): string {
  if (power === 0) return 'none';
  return power === 1 ? 'inverse' : `inverse^${power}`;
}

/** The file of a `WeightSearchResult` in a training run's folder. */
const searchFile = 'search.json';

/** What a search keeps there until the folder is removed. */
const searchFolder = 'search';

/**
 * Looks for class weights that give a better macro F1 than the presets, as the paper proposes, on validation parts of
 * the training rows: test rows have no say, and extra rows are trained on but never validate. Leaves search.json in
 * `out`, and below `out`/search a folder for each training run, without weights, from which a stopped search goes on. A
 * teacher is asked once, for all of them.
 *
 * @param options of the training run that the weights are for
 * @throws EmostreamError `class_without_rows`, `no_validation_rows`, and what `train` throws
 */
export async function searchWeights(
  rows: SearchRows,
  options: TrainOptions,
  parts: TrainParts,
  search: WeightSearchOptions,
  onEvent: (event: WeightSearchEvent) => void = () => undefined,
): Promise<WeightSearchResult> {
  return withTrainingLock(options.out, async () => {
    const teacher = options.teacher && (await searchTeacher(options.teacher, rows, options.out, parts));
    const candidates: WeightCandidate[] = [];
    for (const power of search.powers) {
      const weights = temperedWeights([...rows.train, ...(rows.extra ?? [])], power);
      const macroF1: number[] = [];
      for (let split = 1; split <= search.splits; split++) {
        onEvent({ kind: 'training', candidate: candidates.length + 1, power, split });
        const out = join(options.out, searchFolder, `power-${power}-split-${split}`);
        const { hyperparameters: asked } = options;
        const { epochs, validation } = search;
        const seed = asked.seed + split - 1;
        const hyperparameters = { ...asked, weighting: weights, epochs, validation, seed };
        const ofSplit = { ...options, out, hyperparameters, teacher };
        const result = await train({ ...rows, test: [] }, ofSplit, parts);
        macroF1.push(validationScore(result));
        // Scored, they are of no use any more, and they are large.
        rmSync(join(out, 'model.safetensors'), { force: true });
      }
      const mean = macroF1.reduce((sum, f1) => sum + f1, 0) / macroF1.length;
      const candidate = { power, weights, macroF1, mean };
      candidates.push(candidate);
      onEvent({ kind: 'candidate', candidate });
    }
    const best = candidates.reduce((a, b) => (b.mean > a.mean ? b : a));
    const result = { options: search, best, candidates };
    writeWhole(join(options.out, searchFile), JSON.stringify(result, undefined, 2) + '\n');
    return result;
  });
}

/**
 * The teacher of a search and of the training run that follows it: its answers are kept below `out`/search.
 *
 * @throws EmostreamError `training_stopped` when the signal stops it
 */
export async function searchTeacher(
  teacher: Teacher,
  { train: labelled, extra = [], unlabelled = [] }: SearchRows,
  out: string,
  { onEvent, signal }: Pick<TrainParts, 'onEvent' | 'signal'>,
): Promise<Teacher> {
  const texts = [...[...labelled, ...extra].map(({ text }) => text), ...unlabelled];
  const folder = join(out, searchFolder, 'teacher');
  const onProgress = (done: number, total: number) => onEvent?.({ kind: 'teacher', done, total });
  return rememberAnswers(teacher, texts, { folder, onProgress, signal });
}

/** (n / (classes · n_class))^power by label. */
export function temperedWeights(rows: readonly LabelledRow[], power: number): Record<string, number> {
  const labels = inLabelOrder(rows.map((row) => row.label));
  const inverse = classWeights('inverse', labels, countByClass(labels, rows)) ?? [];
  return Object.fromEntries(labels.map((label, index) => [label, (inverse[index] ?? 1) ** power]));
}

function validationScore({ epochs, keptEpoch }: TrainResult): number {
  const score = epochs[keptEpoch - 1]?.validation?.macroF1;
  if (score !== undefined) return score;
  throw new EmostreamError('the weights cannot be searched for: no video can be set aside to validate', {
    code: 'no_validation_rows',
    fault: 'input',
    hint: 'the training file needs rows of several videos, or more of it must validate (--search-validation)',
  });
}
