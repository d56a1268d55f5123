import { inLabelOrder } from '../../common/labelOrder';
import { type Difference, meanDifference } from '../scores/bootstrap';
import type { Prediction, Report } from './Report';

export interface RecipeReport {
  /** The recipe's name, with -seed-N at its end where there are several. */
  name: string;
  report: Report;
  predictions: readonly Prediction[] | null;
}

export interface Spread {
  mean: number;
  least: number;
  greatest: number;
}

/** Reports that differ by their seed alone. */
export interface Recipe {
  name: string;
  seeds: number;
  macroF1: Spread;
  macroRecall: Spread;
  accuracy: Spread;
  /** Over the first recipe; null for that one itself, or where predictions are missing. */
  gain: { macroF1: Difference; macroRecall: Difference } | null;
}

/**
 * The reports' recipes in the order of their first reports, and how far each is above the first one, by the rows that
 * all reports answered. Reports are of one recipe when their names are the same but for `-seed-N`.
 */
export function compareRecipes(
  reports: readonly RecipeReport[],
  { seed = 1, resamples = 1000 } = {},
): Recipe[] {
  const groups = byRecipe(reports);
  const answers = answersOf(reports);
  const [first = []] = groups.values();
  return [...groups].map(([name, group]) => ({
    name,
    seeds: group.length,
    macroF1: spread(group.map(({ report }) => report.macro.f1)),
    macroRecall: spread(group.map(({ report }) => report.macro.recall)),
    accuracy: spread(group.map(({ report }) => report.accuracy)),
    gain: group === first ? null : gainOver(first, group, answers, { seed, resamples }),
  }));
}

/** Whether there is something to compare: several recipes, of which at least one has several seeds. */
export function haveSeeds(reports: readonly RecipeReport[]): boolean {
  const recipes = byRecipe(reports).size;
  return recipes > 1 && recipes < reports.length;
}

function byRecipe(reports: readonly RecipeReport[]): Map<string, RecipeReport[]> {
  const groups = new Map<string, RecipeReport[]>();
  for (const report of reports) {
    const name = report.name.replace(/-seed-\d+$/, '');
    groups.set(name, [...(groups.get(name) ?? []), report]);
  }
  return groups;
}

interface Answers {
  gold: string[];
  /** Predicted labels of each report in the order of `gold`. */
  predicted: Map<RecipeReport, string[]>;
}

/** The rows that every report answered; none where a report has no predictions. */
function answersOf(reports: readonly RecipeReport[]): Answers {
  const byId = new Map(
    reports.map((report) => [report, new Map((report.predictions ?? []).map((one) => [one.id, one]))]),
  );
  const [first] = byId.values();
  const rows = [...(first?.values() ?? [])].filter(({ id }) =>
    [...byId.values()].every((answers) => answers.has(id)),
  );
  const predicted = [...byId].map(
    ([report, answers]) => [report, rows.map(({ id }) => answers.get(id)?.predicted ?? '')] as const,
  );
  return { gold: rows.map(({ gold }) => gold), predicted: new Map(predicted) };
}

function gainOver(
  first: readonly RecipeReport[],
  second: readonly RecipeReport[],
  { gold, predicted }: Answers,
  options: { seed: number; resamples: number },
): Recipe['gain'] {
  if (gold.length === 0) return null;
  const of = (reports: readonly RecipeReport[]) => reports.map((report) => predicted.get(report) ?? []);
  const labels = inLabelOrder([...gold, ...[...predicted.values()].flat()]);
  return meanDifference(gold, of(first), of(second), labels, options);
}

function spread(values: readonly number[]): Spread {
  const sum = values.reduce((total, value) => total + value, 0);
  return { mean: sum / values.length, least: Math.min(...values), greatest: Math.max(...values) };
}
