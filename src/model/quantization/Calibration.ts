import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../common/packageRoot';
import type { Activation, QuantizationScheme } from './QuantizationScheme';

/**
 * How the channels of one activation are distributed over the calibration texts. Minima and maxima are those of each
 * text, averaged over the texts: one odd text moves an extreme far, and nothing is ever clipped to it.
 */
export interface ChannelStatistics {
  minima: Float32Array;
  maxima: Float32Array;
  means: Float32Array;
}

/** The statistics of each activation's channels, by its name. */
export type Calibration = ReadonlyMap<string, ChannelStatistics>;

/** What is taken of each channel over the rows of a run, and the operator that takes it. */
const operators = { minima: 'ReduceMin', maxima: 'ReduceMax', sums: 'ReduceSum' } as const;
type Statistic = keyof typeof operators;

/** The graph output that tells a statistic of an activation. */
function statisticOutput(statistic: Statistic, activation: string): string {
  return `${statistic}.${activation}`;
}

/**
 * Computes as `scheme` does and gives the graph one more output for each activation and statistic, float32
 * [channels]. Padded rows count too, so calibration runs without padding.
 */
export function observedScheme(
  scheme: QuantizationScheme,
  activations: readonly Activation[],
): QuantizationScheme {
  const unseen = new Set(activations.map(({ name }) => name));
  return {
    ...scheme,
    operand(graph, rows, activation) {
      const { name } = activation;
      // The last layer reads one activation twice, the second time in rows that are among the first's.
      if (unseen.delete(name)) {
        for (const statistic of Object.keys(operators) as Statistic[]) {
          const value = graph.add(operators[statistic], [rows, graph.ints(0)], { keepdims: 0 });
          graph.output(statisticOutput(statistic, name), value, 'float32', ['channels']);
        }
      }
      return scheme.operand(graph, rows, activation);
    },
  };
}

/** Gathers the statistics of one text after another, as the outputs of an observed graph tell them. */
export class CalibrationBuilder {
  readonly #activations: readonly Activation[];
  readonly #statistics = new Map<string, Record<Statistic, Float32Array> & { rows: number; texts: number }>();

  constructor(activations: readonly Activation[]) {
    this.#activations = activations;
  }

  /**
   * @param tokens of the text: rows of the run
   * @param outputs of the observed graph, float32 [channels] each
   */
  add(tokens: number, outputs: Readonly<Record<string, Float32Array>>): void {
    for (const { name, channels, firstTokenOnly } of this.#activations) {
      const known = this.#statistics.get(name) ?? emptyStatistics(channels);
      this.#statistics.set(name, known);
      known.rows += firstTokenOnly ? 1 : tokens;
      known.texts++;
      for (const statistic of Object.keys(operators) as Statistic[]) {
        addTo(known[statistic], outputs[statisticOutput(statistic, name)] ?? new Float32Array());
      }
    }
  }

  build(): Calibration {
    return new Map(
      [...this.#statistics].map(([name, { minima, maxima, sums, rows, texts }]) => [
        name,
        {
          minima: minima.map((sum) => sum / texts),
          maxima: maxima.map((sum) => sum / texts),
          means: sums.map((sum) => sum / rows),
        },
      ]),
    );
  }
}

function emptyStatistics(channels: number) {
  // -0, since 0 + -0 is 0: a first value is taken as it is.
  const empty = () => new Float32Array(channels).fill(-0);
  return { minima: empty(), maxima: empty(), sums: empty(), rows: 0, texts: 0 };
}

/** sums += values */
function addTo(sums: Float32Array, values: Float32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (values[i] ?? 0);
}

/** The calibration texts that come with emostream: Spanish speech of many kinds, written for it. */
export function defaultCalibrationTexts(): string[] {
  return readFileSync(join(packageRoot, 'models', 'calibration', 'es.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}
