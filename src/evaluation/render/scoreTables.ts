import type { Report, ScoredRows, StreamScores } from '../report/Report';
import type { Confusion } from '../scores/Scores';
import type { Table } from './Document';
import { figure, range } from './figures';

/** Accuracy and macro averages with intervals: of all rows, and of those free of the training data beside them. */
export function headlineTable(report: Report): Table {
  const columns: [string, ScoredRows][] = [
    ['all rows', report],
    ...(report.leakFree === null ? [] : ([['leak-free rows', report.leakFree]] as [string, ScoredRows][])),
  ];
  const line = (name: string, of: (scored: ScoredRows) => string[]): string[] => [
    name,
    ...columns.flatMap(([, scored]) => of(scored)),
  ];
  const average = (key: 'precision' | 'recall' | 'f1') => (scored: ScoredRows) => [
    figure(scored.macro[key]),
    range(scored.intervals.macro[key]),
  ];
  return {
    caption: 'Quality, with 95 % bootstrap intervals',
    head: ['', ...columns.flatMap(([name, { n }]) => [`${name} (${n})`, '95 %'])],
    rows: [
      line('accuracy', (scored) => [figure(scored.accuracy), range(scored.intervals.accuracy)]),
      line('macro precision', average('precision')),
      line('macro recall', average('recall')),
      line('macro F1', average('f1')),
      line('weighted F1', (scored) => [figure(scored.weighted.f1), '–']),
    ],
  };
}

/** The lines of scikit-learn's classification_report, with an interval for F1. */
export function classTable({ perClass, macro, weighted, intervals, n }: ScoredRows, caption: string): Table {
  const classes = Object.entries(perClass).map(([name, scores]) => [
    name,
    figure(scores.precision),
    figure(scores.recall),
    figure(scores.f1),
    range(intervals.perClass[name]?.f1),
    String(scores.support),
  ]);
  const averages = [
    [
      'macro avg',
      figure(macro.precision),
      figure(macro.recall),
      figure(macro.f1),
      range(intervals.macro.f1),
      String(n),
    ],
    [
      'weighted avg',
      figure(weighted.precision),
      figure(weighted.recall),
      figure(weighted.f1),
      '–',
      String(n),
    ],
  ];
  return {
    caption,
    head: ['emotion', 'precision', 'recall', 'F1', '95 % of F1', 'rows'],
    rows: [...classes, ...averages],
    summaryRows: averages.length,
  };
}

export function confusionTable({ labels, matrix }: Confusion): Table {
  return {
    caption: 'Confusion matrix: gold label by row, predicted label by column',
    head: ['gold', ...labels],
    rows: labels.map((label, row) => [label, ...(matrix[row] ?? []).map(String)]),
  };
}

export function streamTable(stream: StreamScores): Table {
  const ms = (value: number | undefined): string => (value === undefined ? '–' : `${Math.round(value)} ms`);
  return {
    caption: 'The stream',
    head: ['', 'value'],
    rows: [
      ['segments per second', stream.segmentsPerSecond.toFixed(1)],
      ['latency p50', ms(stream.latencyMs?.p50)],
      ['latency p95', ms(stream.latencyMs?.p95)],
      ['latency p99', ms(stream.latencyMs?.p99)],
      ['missing', String(stream.missing)],
      ['duplicates', String(stream.duplicates)],
      ['reordered', String(stream.reordered)],
      ['dead letters', String(stream.deadLetters)],
      ['late', String(stream.late)],
    ],
  };
}
