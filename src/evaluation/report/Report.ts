import type { Intervals, Scores } from '../scores/Scores';

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
  /** The same for the rows whose video and text are not in the training data; null where that is not known, or none is. */
  leakFree: ScoredRows | null;
  /** Of a replay. */
  stream?: StreamScores;
}
