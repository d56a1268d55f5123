import { count } from '../../common/count';
import type { Report, ScoredRows, StreamScores } from '../report/Report';
import type { PredictionDifference } from '../report/comparePredictions';
import type { ComparedFigure, Comparison } from '../report/compareReports';
import type { Confusion, Interval } from '../scores/score';
import type { Table } from './Document';

/** A score to three decimals, or to as many as are published; a dash where there is none. */
export function figure(value: number | undefined, digits = 3): string {
  return value === undefined ? '–' : value.toFixed(digits);
}

/** An interval, or a dash where there is none. */
export function range(interval: Interval | null | undefined): string {
  return interval === null || interval === undefined
    ? '–'
    : `${figure(interval[0])} to ${figure(interval[1])}`;
}

/** With its sign, for differences. */
export function signed(value: number): string {
  return (value < 0 ? '−' : '+') + Math.abs(value).toFixed(3);
}

/** A p-value: three decimals, or that it is less. */
export function pValue(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}

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

/** Differing rows shown; a file of predictions has them all. */
const shownRows = 50;

/** F1, then recall, of each class and their macro average, report by report: the paper's Table 4 and 6. */
export function comparisonTables({ reports, rows, accuracy }: Comparison): Table[] {
  const cells = (figures: readonly ComparedFigure[]): string[] =>
    reports.map(({ digits }, report) => figure(figures[report]?.value, digits));
  const head = ['emotion', ...reports.map(({ name }) => name)];
  return [
    {
      caption: 'F1 by class, and accuracy',
      head,
      rows: [...rows.map(({ name, f1 }) => [name, ...cells(f1)]), ['accuracy', ...cells(accuracy)]],
      summaryRows: 2,
    },
    {
      caption: 'Recall by class',
      head,
      rows: rows.map(({ name, recall }) => [name, ...cells(recall)]),
      summaryRows: 1,
    },
  ];
}

/** The macro averages with their intervals, a report a row. */
export function macroTable({ reports }: Comparison): Table {
  return {
    caption: 'Macro averages and accuracy, with 95 % bootstrap intervals',
    head: ['report', 'macro F1', '95 %', 'macro recall', '95 %', 'accuracy', '95 %', 'rows'],
    rows: reports.map(({ name, digits, macro, accuracy, intervals, n }) => [
      name,
      figure(macro.f1, digits),
      range(intervals?.macro.f1),
      figure(macro.recall, digits),
      range(intervals?.macro.recall),
      figure(accuracy),
      range(intervals?.accuracy),
      String(n),
    ]),
  };
}

/** One report against another, in sentences. */
export function differenceSentences(
  difference: PredictionDifference,
  first: string,
  second: string,
): string[] {
  const { n, rows, mcnemar, bootstrap, onlyInFirst, onlyInSecond } = difference;
  const gap = ({ value, interval }: typeof bootstrap.accuracy): string =>
    `${signed(value)} (95 % ${signed(interval[0])} to ${signed(interval[1])})`;
  const alone = (ids: readonly string[], name: string): string[] =>
    ids.length === 0 ? [] : [`${count(ids.length, 'row')} with an answer in ${name} alone: left out.`];
  return [
    `${rows.length} of ${n} rows are labelled differently by ${first} and ${second}.`,
    `Right in both: ${difference.bothRight}; in neither: ${difference.bothWrong}; ` +
      `in ${first} alone: ${mcnemar.onlyFirst}; in ${second} alone: ${mcnemar.onlySecond}.`,
    `McNemar's test: exact ${pValue(mcnemar.exactP)}; chi-square with continuity correction ` +
      `${mcnemar.chiSquare.toFixed(2)}, ${pValue(mcnemar.chiSquareP)}.`,
    `${second} minus ${first}: accuracy ${gap(bootstrap.accuracy)}, macro F1 ${gap(bootstrap.macroF1)}.`,
    ...alone(onlyInFirst, first),
    ...alone(onlyInSecond, second),
  ];
}

/** Which labels became which, and the rows themselves. */
export function differenceTables(
  { changes, rows }: PredictionDifference,
  first: string,
  second: string,
): Table[] {
  if (rows.length === 0) return [];
  const shown = rows.length > shownRows ? `, the first ${shownRows} of ${rows.length}` : '';
  return [
    {
      caption: 'Changes of label',
      head: [first, second, 'rows'],
      rows: changes.map((change) => [change.first, change.second, String(change.count)]),
      wordColumns: [1],
    },
    {
      caption: `Rows labelled differently${shown}`,
      head: ['row', 'gold', first, second],
      rows: rows.slice(0, shownRows).map((row) => [row.id, row.gold, row.first, row.second]),
      wordColumns: [1, 2, 3],
    },
  ];
}
