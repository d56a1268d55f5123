import { inLabelOrder } from '../../common/labelOrder';
import type { ComparableReport } from './Report';

/** A figure of one report; `value` is undefined where the report does not have it. */
export interface ComparedFigure {
  value: number | undefined;
  interval: readonly [number, number] | null;
}

/** One line of the comparison: a figure, report by report. */
export interface ComparedRow {
  /** `neutral`, ..., `macro avg`, `accuracy`. */
  name: string;
  recall: ComparedFigure[];
  f1: ComparedFigure[];
}

export interface Comparison {
  reports: readonly ComparableReport[];
  /** Every label of any report. */
  labels: string[];
  /** A row a label, then the macro average, as the paper's Table 4 has them. */
  rows: ComparedRow[];
  accuracy: ComparedFigure[];
}

const figure = (
  value: number | undefined,
  interval: readonly [number, number] | null = null,
): ComparedFigure => ({ value, interval });

/** Sets reports side by side; those that were not measured on as many rows are still shown, each with its n. */
export function compareReports(reports: readonly ComparableReport[]): Comparison {
  const labels = inLabelOrder(reports.flatMap((report) => Object.keys(report.perClass)));
  const classRows = labels.map((label) => ({
    name: label,
    recall: reports.map((report) => figure(report.perClass[label]?.recall)),
    f1: reports.map((report) => figure(report.perClass[label]?.f1, report.intervals?.perClass[label]?.f1)),
  }));
  const macro = {
    name: 'macro avg',
    recall: reports.map((report) => figure(report.macro.recall, report.intervals?.macro.recall)),
    f1: reports.map((report) => figure(report.macro.f1, report.intervals?.macro.f1)),
  };
  return {
    reports,
    labels,
    rows: [...classRows, macro],
    accuracy: reports.map((report) => figure(report.accuracy, report.intervals?.accuracy)),
  };
}
