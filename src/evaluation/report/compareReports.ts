import { inLabelOrder } from '../../common/labelOrder';
import type { ComparableReport } from './Report';

/** A figure of one run; `value` is undefined where the run does not have it. */
export interface ComparedFigure {
  value: number | undefined;
  interval: readonly [number, number] | null;
}

/** One line of the comparison: a figure, run by run. */
export interface ComparedRow {
  /** `neutral`, ..., `macro avg`, `accuracy`. */
  name: string;
  recall: ComparedFigure[];
  f1: ComparedFigure[];
}

export interface Comparison {
  runs: readonly ComparableReport[];
  /** Every label of any run. */
  labels: string[];
  /** A row a label, then the macro average, as the paper's Table 4 has them. */
  rows: ComparedRow[];
  accuracy: ComparedFigure[];
}

const figure = (
  value: number | undefined,
  interval: readonly [number, number] | null = null,
): ComparedFigure => ({ value, interval });

/** Sets runs side by side; those that were not measured on as many rows are still shown, each with its n. */
export function compareReports(runs: readonly ComparableReport[]): Comparison {
  const labels = inLabelOrder(runs.flatMap((run) => Object.keys(run.perClass)));
  const classRows = labels.map((label) => ({
    name: label,
    recall: runs.map((run) => figure(run.perClass[label]?.recall)),
    f1: runs.map((run) => figure(run.perClass[label]?.f1, run.intervals?.perClass[label]?.f1)),
  }));
  const macro = {
    name: 'macro avg',
    recall: runs.map((run) => figure(run.macro.recall, run.intervals?.macro.recall)),
    f1: runs.map((run) => figure(run.macro.f1, run.intervals?.macro.f1)),
  };
  return {
    runs,
    labels,
    rows: [...classRows, macro],
    accuracy: runs.map((run) => figure(run.accuracy, run.intervals?.accuracy)),
  };
}
