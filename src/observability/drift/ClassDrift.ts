import { type Drift, type DriftReading, openWindows, readingsOf } from './Drift';

/** Drift of the shares of the predicted classes from those in the training data; none where these are not known. */
export class ClassDrift implements Drift<string> {
  readonly #binOf: Map<string, number>;
  readonly #windows;

  /** @param trainingShares count or share of every class */
  constructor(trainingShares: Readonly<Record<string, number>> | undefined) {
    this.#binOf = new Map(Object.keys(trainingShares ?? {}).map((name, index) => [name, index]));
    this.#windows = trainingShares && openWindows(Object.values(trainingShares));
  }

  /** A class that the training data does not have is ignored. */
  add(emotion: string): void {
    const bin = this.#binOf.get(emotion);
    if (bin !== undefined) this.#windows?.forEach((window) => window.add(bin));
  }

  readings(): DriftReading[] {
    return readingsOf(this.#windows, 'training');
  }
}
