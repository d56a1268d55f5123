import { classDistributionPicture } from '../pictures/classDistributionPicture';
import { confusionPicture } from '../pictures/confusionPicture';
import { f1Picture } from '../pictures/f1Picture';
import { latencyPicture } from '../pictures/latencyPicture';
import { type LossCurve, lossPicture } from '../pictures/lossPicture';
import type { ComparableReport, Report, ScoredRows } from '../report/Report';
import type { PredictionDifference } from '../report/comparePredictions';
import type { Recipe, Spread } from '../report/compareRecipes';
import { compareReports } from '../report/compareReports';
import type { Difference } from '../scores/bootstrap';
import type { Document, Drawing, Section } from './Document';
import {
  classTable,
  comparisonTables,
  confusionTable,
  differenceSentences,
  differenceTables,
  figure,
  headlineTable,
  macroTable,
  signed,
  streamTable,
} from './tables';

export interface ReportDocumentInput {
  title: string;
  /** The report's name in legends. */
  name: string;
  facts: Document['facts'];
  report: Report;
  /** Set beside the report: `paperReports`, earlier reports. */
  others?: readonly ComparableReport[];
  /** `--against`: this report is the second. */
  difference?: { against: string; rows: PredictionDifference } | undefined;
  /** Of a replay. */
  latenciesMs?: readonly number[] | undefined;
  /** Of a replay: what did not come back as it should (`joinProblems`). */
  problems?: readonly string[];
  /** Of a training: its losses, and the rows of each class that it saw. */
  losses?: readonly LossCurve[] | undefined;
  distribution?: Readonly<Record<string, number>> | undefined;
}

/** With fewer rows of a class than this, one of them is more than a hundredth of a macro recall over six classes. */
const few = 15;

const drawing = (name: string, alt: string, draw: Drawing['draw']): Drawing => ({ name, alt, draw });

/** One report as a document, in all its parts. */
export function reportDocument(input: ReportDocumentInput): Document {
  return {
    title: input.title,
    facts: input.facts,
    sections: [
      quality(input),
      ...stream(input),
      ...training(input),
      ...comparison(input),
      ...difference(input),
    ],
  };
}

function quality({ report, name }: ReportDocumentInput): Section {
  const { leakFree } = report;
  const alone = compareReports([
    { name, ...report },
    ...(leakFree === null ? [] : [{ name: `${name}, leak-free rows`, ...leakFree }]),
  ]);
  return {
    heading: 'Quality',
    paragraphs: [
      ...fewRows(report, 'all rows'),
      ...(leakFree === null
        ? []
        : [
            'Leak-free rows are those whose video and text are not in the training file. Their mix of emotions is ' +
              'another, so compare them with all rows emotion by emotion.',
            ...fewRows(leakFree, 'the leak-free rows'),
          ]),
    ],
    tables: [
      headlineTable(report),
      classTable(report, 'By emotion, all rows'),
      ...(leakFree === null ? [] : [classTable(leakFree, 'By emotion, leak-free rows')]),
      confusionTable(report.confusion),
    ],
    drawings: [
      drawing('confusion', 'Confusion matrix', (theme) => confusionPicture(report.confusion, { theme })),
      drawing('f1', 'F1 by class', (theme) => f1Picture(alone, { theme })),
    ],
  };
}

/** A warning for classes so small that a macro average moves with each of their rows. */
function fewRows({ perClass }: ScoredRows, part: string): string[] {
  const rare = Object.entries(perClass).filter(([, { support }]) => support > 0 && support < few);
  if (rare.length === 0) return [];
  const names = rare.map(([name, { support }]) => `${name} (${support})`).join(', ');
  return [`Few of ${part}: ${names}. The macro averages and their intervals swing on single rows of these.`];
}

function stream({ report, latenciesMs, problems = [] }: ReportDocumentInput): Section[] {
  if (report.stream === undefined) return [];
  return [
    {
      heading: 'Stream',
      paragraphs: problems.length === 0 ? ['Every row came back once, in order.'] : problems,
      tables: [streamTable(report.stream)],
      drawings:
        latenciesMs === undefined
          ? []
          : [drawing('latency', 'Histogram of latencies', (theme) => latencyPicture(latenciesMs, { theme }))],
    },
  ];
}

function training({ losses, distribution }: ReportDocumentInput): Section[] {
  const drawings = [
    ...(distribution === undefined
      ? []
      : [
          drawing('classes', 'Class distribution', (theme) =>
            classDistributionPicture(distribution, { theme }),
          ),
        ]),
    ...(losses === undefined
      ? []
      : [drawing('loss', 'Loss per step', (theme) => lossPicture(losses, { theme }))]),
  ];
  return drawings.length === 0 ? [] : [{ heading: 'Training', drawings }];
}

function comparison({ others = [], name, report }: ReportDocumentInput): Section[] {
  return others.length === 0 ? [] : [comparisonSection([...others, { name, ...report }])];
}

/** Reports side by side, with where the figures of others are published. */
export function comparisonSection(reports: readonly ComparableReport[]): Section {
  const compared = compareReports(reports);
  return {
    heading: 'Side by side',
    paragraphs: reports.flatMap(({ name, source }) => (source === undefined ? [] : [`${name}: ${source}.`])),
    tables: [...comparisonTables(compared), macroTable(compared)],
    drawings: [
      drawing('f1-runs', 'F1 by class, report by report', (theme) => f1Picture(compared, { theme })),
    ],
  };
}

function difference({ difference: given, name }: ReportDocumentInput): Section[] {
  if (given === undefined) return [];
  const { against, rows } = given;
  return [
    {
      heading: `Against ${against}`,
      paragraphs: differenceSentences(rows, against, name),
      tables: differenceTables(rows, against, name),
    },
  ];
}

/** Recipes as means over their seeds, and what each gains over the first. */
export function recipeSection(recipes: readonly Recipe[]): Section {
  const [first] = recipes;
  return {
    heading: 'Recipes over their seeds',
    paragraphs: [
      `A gain is the mean of a recipe's seeds minus that of ${first?.name ?? 'the first'}, with a 95 % bootstrap ` +
        'interval over the test rows; the same rows are drawn for all. It tells what other test rows would have ' +
        'given, not what other seeds would.',
    ],
    tables: [
      {
        caption: 'Mean, least and greatest of the seeds',
        head: ['recipe', 'seeds', 'macro F1', 'macro recall', 'accuracy'],
        rows: recipes.map(({ name, seeds, macroF1, macroRecall, accuracy }) => [
          name,
          String(seeds),
          spread(macroF1),
          spread(macroRecall),
          spread(accuracy),
        ]),
      },
      {
        caption: `Gain over ${first?.name ?? 'the first'}`,
        head: ['recipe', 'macro F1', 'macro recall'],
        rows: recipes.flatMap(({ name, gain }) =>
          gain === null ? [] : [[name, gap(gain.macroF1), gap(gain.macroRecall)]],
        ),
      },
    ],
  };
}

function spread({ mean, least, greatest }: Spread): string {
  return `${figure(mean)} (${figure(least)} to ${figure(greatest)})`;
}

function gap({ value, interval: [low, high] }: Difference): string {
  return `${signed(value)} (${signed(low)} to ${signed(high)})`;
}
