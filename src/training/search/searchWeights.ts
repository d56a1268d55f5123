import { join } from 'node:path';
import type { LabelledRow } from '../../evaluation/data/LabelledRow';
import { inLabelOrder } from '../../labelOrder';
import { train, type TrainParts } from '../loop/train';
import type { TrainOptions } from '../loop/TrainOptions';
import { classCounts } from '../weighting/classCounts';
import { classWeights } from '../weighting/classWeights';

export interface WeightSearchOptions {
  /**
   * Powers to which the weights of `inverse` are raised, one candidate each: 0 is no weighting, 1 `inverse`, and what
   * lies between lifts the rare classes by less.
   */
  powers: readonly number[];
  /** Splits by video that each candidate is trained on; their mean counts. */
  splits: number;
  /** Share of the rows that validates, whole videos. */
  validation: number;
}

export const defaultWeightSearch: WeightSearchOptions = {
  powers: [0, 0.25, 0.5, 0.75, 1],
  splits: 1,
  validation: 0.2,
};

export interface WeightCandidate {
  power: number;
  weights: Readonly<Record<string, number>>;
  /** Macro F1 on each split's validation rows after the last epoch, and their mean. */
  macroF1: readonly number[];
  mean: number;
}

export interface WeightSearchResult {
  best: WeightCandidate;
  /** In the order of the powers. */
  candidates: readonly WeightCandidate[];
}

/**
 * Looks for class weights that give a better macro F1 than the presets, as the paper proposes, on validation parts of
 * the training rows: test rows have no say. Each training has a folder of its own under `out` and goes on where it was
 * stopped.
 *
 * @param onCandidate told after each
 * @throws EmostreamError `class_without_rows`, and what `train` throws
 */
export async function searchWeights(
  rows: readonly LabelledRow[],
  options: TrainOptions,
  parts: TrainParts,
  search: WeightSearchOptions = defaultWeightSearch,
  onCandidate: (candidate: WeightCandidate) => void = () => undefined,
): Promise<WeightSearchResult> {
  const candidates: WeightCandidate[] = [];
  for (const power of search.powers) {
    const weights = temperedWeights(rows, power);
    const macroF1: number[] = [];
    for (let split = 0; split < search.splits; split++) {
      const { hyperparameters } = options;
      const result = await train(
        { train: rows, test: [] },
        {
          ...options,
          out: join(options.out, `power-${power}-split-${split}`),
          resume: true,
          hyperparameters: {
            ...hyperparameters,
            weighting: weights,
            validation: search.validation,
            seed: hyperparameters.seed + split,
          },
        },
        parts,
      );
      macroF1.push(result.epochs.at(-1)?.validation?.macroF1 ?? 0);
    }
    const mean = macroF1.reduce((sum, f1) => sum + f1, 0) / macroF1.length;
    const candidate = { power, weights, macroF1, mean };
    candidates.push(candidate);
    onCandidate(candidate);
  }
  const best = candidates.reduce((a, b) => (b.mean > a.mean ? b : a));
  return { best, candidates };
}

/** (n / (classes · n_class))^power by label. */
export function temperedWeights(rows: readonly LabelledRow[], power: number): Record<string, number> {
  const labels = inLabelOrder(rows.map((row) => row.label));
  const inverse = classWeights('inverse', labels, classCounts(labels, rows)) ?? [];
  return Object.fromEntries(labels.map((label, index) => [label, (inverse[index] ?? 1) ** power]));
}
