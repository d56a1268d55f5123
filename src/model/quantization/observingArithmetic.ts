import type { DistilBertConfig } from '../architectures/distilbert/DistilBertConfig';
import type { Arithmetic } from '../graph/Arithmetic';
import { allSites } from '../architectures/distilbert/sites';

/** What is taken of each channel of a site, over the rows of a run, and the operator that takes it. */
export const statistics = { minima: 'ReduceMin', maxima: 'ReduceMax', sums: 'ReduceSum' } as const;
export type Statistic = keyof typeof statistics;

/** The graph output that tells a statistic of a site. */
export function statisticOutput(statistic: Statistic, site: string): string {
  return `${statistic}.${site}`;
}

/**
 * Computes as `arithmetic` does and gives the graph one more output for each site and statistic, float32
 * [channels]. Padded rows count too, so calibration runs without padding.
 */
export function observingArithmetic(arithmetic: Arithmetic, config: DistilBertConfig): Arithmetic {
  const unseen = new Set(allSites(config));
  return {
    ...arithmetic,
    operand(graph, rows, site) {
      // The last layer reads one site twice, the second time in rows that are among the first's.
      if (unseen.delete(site)) {
        for (const statistic of Object.keys(statistics) as Statistic[]) {
          const value = graph.add(statistics[statistic], [rows, graph.ints(0)], { keepdims: 0 });
          graph.output(statisticOutput(statistic, site), value, 'float32', ['channels']);
        }
      }
      return arithmetic.operand(graph, rows, site);
    },
  };
}
