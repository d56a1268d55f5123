import { inLabelOrder } from '../../common/labelOrder';
import { type PairedBootstrap, pairedBootstrap } from '../scores/bootstrap';
import { type McNemar, mcnemar } from '../scores/mcnemar';
import type { Prediction } from './Report';

/** A row that two reports label differently. */
export interface DifferentRow {
  id: string;
  video: string;
  gold: string;
  first: string;
  second: string;
}

/** The second report against the first, on the rows that both have answered. */
export interface PredictionDifference {
  /** Rows compared. */
  n: number;
  /** Ids that only one of the reports has. */
  onlyInFirst: string[];
  onlyInSecond: string[];
  /** Rows on which the labels differ, in the order of the first report. */
  rows: DifferentRow[];
  /** How often each change of label occurs, the most frequent first. */
  changes: { first: string; second: string; count: number }[];
  bothRight: number;
  bothWrong: number;
  mcnemar: McNemar;
  bootstrap: PairedBootstrap;
}

/**
 * Label by label: `--against`, and two models or engines on the same replay. Gold labels are those of the first report.
 */
export function comparePredictions(
  first: readonly Prediction[],
  second: readonly Prediction[],
  { seed = 1, resamples = 1000 } = {},
): PredictionDifference {
  const others = new Map(second.map((prediction) => [prediction.id, prediction]));
  const ids = new Set(first.map(({ id }) => id));
  const pairs = first.flatMap((one) => {
    const other = others.get(one.id);
    const { id, video, gold } = one;
    return other === undefined ? [] : [{ id, video, gold, first: one.predicted, second: other.predicted }];
  });
  const gold = pairs.map((pair) => pair.gold);
  const firstLabels = pairs.map((pair) => pair.first);
  const secondLabels = pairs.map((pair) => pair.second);
  const firstRight = pairs.map((pair) => pair.first === pair.gold);
  const secondRight = pairs.map((pair) => pair.second === pair.gold);
  const labels = inLabelOrder([...gold, ...firstLabels, ...secondLabels]);
  const rows = pairs.filter((pair) => pair.first !== pair.second);
  return {
    n: pairs.length,
    onlyInFirst: first.filter(({ id }) => !others.has(id)).map(({ id }) => id),
    onlyInSecond: second.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
    rows,
    changes: countChanges(rows),
    bothRight: firstRight.filter((right, row) => right && secondRight[row]).length,
    bothWrong: firstRight.filter((right, row) => !right && !secondRight[row]).length,
    mcnemar: mcnemar(firstRight, secondRight),
    bootstrap: pairedBootstrap(gold, firstLabels, secondLabels, labels, { seed, resamples }),
  };
}

function countChanges(rows: readonly DifferentRow[]): PredictionDifference['changes'] {
  const counts = new Map<string, PredictionDifference['changes'][number]>();
  for (const { first, second } of rows) {
    const key = JSON.stringify([first, second]);
    const change = counts.get(key) ?? { first, second, count: 0 };
    counts.set(key, { ...change, count: change.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
