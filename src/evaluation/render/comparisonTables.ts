import type { ComparedFigure, Comparison } from '../report/compareReports';
import type { RunDifference } from '../report/compareRuns';
import type { Table } from './Document';
import { figure, pValue, range, signed } from './figures';

/** Differing rows shown; a file of predictions has them all. */
const shownRows = 50;

/** F1, then recall, of each class and their macro average, run by run: the paper's Table 4 and 6. */
export function comparisonTables({ runs, rows, accuracy }: Comparison): Table[] {
  const cells = (figures: readonly ComparedFigure[]): string[] =>
    runs.map(({ digits }, run) => figure(figures[run]?.value, digits));
  const head = ['emotion', ...runs.map(({ name }) => name)];
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

/** The macro averages with their intervals, a run a row. */
export function macroTable({ runs }: Comparison): Table {
  return {
    caption: 'Macro averages and accuracy, with 95 % bootstrap intervals',
    head: ['run', 'macro F1', '95 %', 'macro recall', '95 %', 'accuracy', '95 %', 'rows'],
    rows: runs.map(({ name, digits, macro, accuracy, intervals, n }) => [
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

/** One run against another, in sentences. */
export function differenceSentences(difference: RunDifference, first: string, second: string): string[] {
  const { n, rows, mcnemar, bootstrap, onlyInFirst, onlyInSecond } = difference;
  const gap = ({ value, interval }: typeof bootstrap.accuracy): string =>
    `${signed(value)} (95 % ${signed(interval[0])} to ${signed(interval[1])})`;
  const alone = (ids: readonly string[], name: string): string[] =>
    ids.length === 0 ? [] : [`${ids.length} rows have an answer in ${name} alone and are left out.`];
  return [
    `${rows.length} of ${n} rows are labelled differently by ${first} and ${second}.`,
    `Right in both: ${difference.bothRight}; in neither: ${difference.bothWrong}; in ${first} alone: ${mcnemar.onlyFirst}; in ${second} alone: ${mcnemar.onlySecond}.`,
    `McNemar's test: exact ${pValue(mcnemar.exactP)}; chi-square with continuity correction ${mcnemar.chiSquare.toFixed(2)}, ${pValue(mcnemar.chiSquareP)}.`,
    `${second} minus ${first}: accuracy ${gap(bootstrap.accuracy)}, macro F1 ${gap(bootstrap.macroF1)}.`,
    ...alone(onlyInFirst, first),
    ...alone(onlyInSecond, second),
  ];
}

/** Which labels became which, and the rows themselves. */
export function differenceTables({ changes, rows }: RunDifference, first: string, second: string): Table[] {
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
