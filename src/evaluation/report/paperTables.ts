import type { ComparableReport, Report } from './Report';

/**
 * The figures of Chaves-Villota, Jimenez and Bahillo: "UAH-UVA in EmoSpeech-IberLEF2024", CEUR-WS Vol-3756, paper 8
 * (CC BY 4.0), as printed: recall and F1 on the 750 rows of the test split.
 */
const paperSource = 'CEUR-WS Vol-3756, EmoSPeech2024 paper 8';

type Row = readonly [recall: number, f1: number];

function paperReport(
  name: string,
  table: string,
  rows: Record<string, Row>,
  [recall, f1]: Row,
): ComparableReport {
  const perClass = Object.fromEntries(
    Object.entries(rows).map(([label, row]) => [label, { recall: row[0], f1: row[1] }]),
  );
  return { name, source: `${paperSource}, ${table}`, digits: 2, n: 750, perClass, macro: { recall, f1 } };
}

/** Table 4, unweighted model. */
const paperUnweighted = paperReport(
  'paper: unweighted',
  'Table 4',
  {
    neutral: [0.86, 0.84],
    disgust: [0.63, 0.63],
    anger: [0.49, 0.47],
    joy: [0.79, 0.8],
    sadness: [0.67, 0.73],
    fear: [0.17, 0.2],
  },
  [0.6, 0.61],
);

/** Table 4, weighted model (equation 1). */
const paperRule1 = paperReport(
  'paper: rule 1',
  'Table 4',
  {
    neutral: [0.87, 0.84],
    disgust: [0.71, 0.67],
    anger: [0.44, 0.48],
    joy: [0.76, 0.78],
    sadness: [0.71, 0.74],
    fear: [0.17, 0.29],
  },
  [0.61, 0.63],
);

/** Table 6, new weighted model (equation 2). */
const paperInverse = paperReport(
  'paper: inverse',
  'Table 6',
  {
    neutral: [0.82, 0.85],
    disgust: [0.63, 0.63],
    anger: [0.45, 0.45],
    joy: [0.83, 0.79],
    sadness: [0.78, 0.77],
    fear: [1, 0.29],
  },
  [0.75, 0.63],
);

/** Rows of each emotion in the test split that the paper measured on (EmoSPeech 2024). */
const paperRows: Readonly<Record<string, number>> = {
  neutral: 291,
  disgust: 177,
  anger: 100,
  joy: 90,
  sadness: 86,
  fear: 6,
};

/**
 * The paper's figures, to set beside a report that was measured on the same rows; none for other rows, with which they
 * cannot be compared. The rows are known by how many there are of each emotion: a file's name says nothing.
 */
export function paperReportsFor({ perClass }: Pick<Report, 'perClass'>): readonly ComparableReport[] {
  const labels = new Set([...Object.keys(perClass), ...Object.keys(paperRows)]);
  const same = [...labels].every((label) => (perClass[label]?.support ?? 0) === (paperRows[label] ?? 0));
  return same ? paperReports : [];
}

/** The paper's three models, in its order. */
export const paperReports: readonly ComparableReport[] = [paperUnweighted, paperRule1, paperInverse];
