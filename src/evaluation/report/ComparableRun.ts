import type { Averages, Interval } from '../scores/Scores';

/** Scores that can stand beside others: a `Report` with a name, or a table of a paper, which has fewer figures. */
export interface ComparableRun {
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
