/** Precision, recall and F1, each 0 to 1. */
export interface Averages {
  precision: number;
  recall: number;
  f1: number;
}

export interface ClassScores extends Averages {
  /** Gold rows of the class. */
  support: number;
}

/** Counts of gold label (row) by predicted label (column). */
export interface Confusion {
  labels: readonly string[];
  matrix: number[][];
}

/** What scikit-learn's classification_report and confusion_matrix say. */
export interface Scores {
  /** Rows scored. */
  n: number;
  accuracy: number;
  macro: Averages;
  weighted: Averages;
  perClass: Record<string, ClassScores>;
  confusion: Confusion;
}

/** Lower and upper end. */
export type Interval = readonly [number, number];

/** Bootstrap percentile intervals, and how they were made. */
export interface Intervals {
  /** 0.95. */
  level: number;
  resamples: number;
  seed: number;
  accuracy: Interval;
  macro: Record<keyof Averages, Interval>;
  /** Null where the class occurs in too few resamples to say anything. */
  perClass: Record<string, { f1: Interval | null }>;
}
