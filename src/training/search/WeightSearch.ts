import type { TrainingRows } from '../loop/trainingData';

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
