import { allSites } from '../architectures/distilbert/sites';
import type { DistilBertConfig } from '../architectures/distilbert/DistilBertConfig';
import { statisticOutput, type Statistic } from './observingArithmetic';

/**
 * How the channels of one site are distributed over the calibration texts. Minima and maxima are those of each text,
 * averaged over the texts: one odd text moves an extreme far, and nothing is ever clipped to it.
 */
export interface ChannelStatistics {
  minima: Float32Array;
  maxima: Float32Array;
  means: Float32Array;
}

/** For each site (`allSites`) the statistics of its channels. */
export type Calibration = ReadonlyMap<string, ChannelStatistics>;

/** Gathers the statistics of one text after another, as the outputs of an observed graph tell them. */
export class CalibrationBuilder {
  readonly #sites: readonly string[];
  readonly #statistics = new Map<string, Record<Statistic, Float32Array> & { rows: number; texts: number }>();

  constructor(config: DistilBertConfig) {
    this.#sites = allSites(config);
  }

  /**
   * @param tokens rows of the run: tokens of the text (a site that only the first token reaches has one row)
   * @param outputs of the observed graph, float32 [channels] each
   */
  add(tokens: number, outputs: Readonly<Record<string, Float32Array>>): void {
    const output = (name: string) => outputs[name] ?? new Float32Array();
    for (const site of this.#sites) {
      const minima = output(statisticOutput('minima', site));
      const maxima = output(statisticOutput('maxima', site));
      const sums = output(statisticOutput('sums', site));
      const rows = this.#isFirstTokenOnly(site) ? 1 : tokens;
      const known = this.#statistics.get(site);
      if (known === undefined) {
        this.#statistics.set(site, {
          minima: minima.slice(),
          maxima: maxima.slice(),
          sums: sums.slice(),
          rows,
          texts: 1,
        });
        continue;
      }
      known.rows += rows;
      known.texts++;
      for (let i = 0; i < sums.length; i++) {
        known.minima[i] = (known.minima[i] ?? 0) + (minima[i] ?? 0);
        known.maxima[i] = (known.maxima[i] ?? 0) + (maxima[i] ?? 0);
        known.sums[i] = (known.sums[i] ?? 0) + (sums[i] ?? 0);
      }
    }
  }

  build(): Calibration {
    return new Map(
      [...this.#statistics].map(([site, { minima, maxima, sums, rows, texts }]) => [
        site,
        {
          minima: minima.map((sum) => sum / texts),
          maxima: maxima.map((sum) => sum / texts),
          means: sums.map((sum) => sum / rows),
        },
      ]),
    );
  }

  /** The last layer computes attention's input for every token, what follows for the first token alone. */
  #isFirstTokenOnly(site: string): boolean {
    const lastOfAll = this.#sites.slice(-4);
    return lastOfAll.includes(site) && !site.endsWith('.attention.q_lin');
  }
}
