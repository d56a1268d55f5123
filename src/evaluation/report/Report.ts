import type { Averages, Interval, Intervals, Scores } from '../scores/score';

/** The scores of some rows with their intervals. */
export interface ScoredRows extends Scores {
  intervals: Intervals;
}

/** What only a stream has. */
export interface StreamScores {
  /** First segment written -> last answer read. */
  segmentsPerSecond: number;
  /** Segment written -> label read; null where nothing was answered. */
  latencyMs: { p50: number; p95: number; p99: number } | null;
  missing: number;
  duplicates: number;
  reordered: number;
  deadLetters: number;
  late: number;
}

/** What `evaluate --json` and `replay --json` print. */
export interface Report extends ScoredRows {
  /**
   * The same for the rows whose video and text are not in the training data; null where that is not known, or none is.
   */
  leakFree: ScoredRows | null;
  /** Of a replay. */
  stream?: StreamScores;
}
/** One row's answer: what two reports are compared by. */
export interface Prediction {
  /** The row's id, and the segment's in a stream. */
  id: string;
  video: string;
  gold: string;
  predicted: string;
  /** The predicted label's probability, 0 to 1. */
  confidence: number;
}

/** Scores that can stand beside others: a `Report` with a name, or a table of a paper, which has fewer figures. */
export interface ComparableReport {
  name: string;
  /** Where the figures are published; absent for our own. */
  source?: string;
  /** Decimals that are published; three of our own. */
  digits?: number;
  n: number;
  accuracy?: number;
  macro: Partial<Averages> & { f1: number };
  perClass: Record<string, Partial<Averages> & { f1: number; support?: number }>;
  intervals?: {
    accuracy: Interval;
    macro: Record<keyof Averages, Interval>;
    perClass: Record<string, { f1: Interval | null }>;
  };
}
