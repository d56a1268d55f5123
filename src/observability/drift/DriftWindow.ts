import { populationStabilityIndex } from './populationStabilityIndex';

/** Predictions that the index looks back on. */
const WINDOW = 1000;

/**
 * Fewer say nothing: by chance alone the index is about (classes - 1) / n (Yurdakul and Naranjo, "Statistical
 * properties of the population stability index", 2020), which with six classes and 200 predictions is 0.025.
 */
const FEWEST = 200;

/** The class shares of the last predictions against those of the training data. */
export class DriftWindow {
  private readonly classOf: Map<string, number>;
  private readonly expected: number[];
  private readonly counts: number[];
  /** The classes of the last predictions; a ring once it is full. */
  private readonly recent: number[] = [];
  private next = 0;

  /**
   * @param trainingShares count or share of every class in the training data
   * @param size predictions looked back on
   * @param fewest predictions below which there is no index
   */
  constructor(
    trainingShares: Readonly<Record<string, number>>,
    private readonly size = WINDOW,
    private readonly fewest = FEWEST,
  ) {
    this.classOf = new Map(Object.keys(trainingShares).map((name, index) => [name, index]));
    this.expected = Object.values(trainingShares);
    this.counts = this.expected.map(() => 0);
  }

  /** A class that the training data does not name is left out. */
  add(emotion: string): void {
    const index = this.classOf.get(emotion);
    if (index === undefined) return;
    const leaving = this.recent[this.next];
    if (leaving !== undefined) this.count(leaving, -1);
    this.recent[this.next] = index;
    this.count(index, 1);
    this.next = (this.next + 1) % this.size;
  }

  /** @returns the population stability index; NaN while there are too few predictions for one */
  index(): number {
    if (this.recent.length < this.fewest) return NaN;
    return populationStabilityIndex(this.expected, this.counts);
  }

  private count(index: number, change: number): void {
    this.counts[index] = (this.counts[index] ?? 0) + change;
  }
}
