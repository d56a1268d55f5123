/** How fast a run goes, since this process took it up. */
export class Pace {
  readonly #begun = performance.now();
  #rows = 0;
  #steps = 0;

  /** @param rows trained on in a step */
  count(rows: number): void {
    this.#rows += rows;
    this.#steps++;
  }

  /** @param stepsLeft of the run */
  progress(stepsLeft: number): { rowsPerSecond: number; secondsLeft: number } {
    const seconds = (performance.now() - this.#begun) / 1000;
    return { rowsPerSecond: this.#rows / seconds, secondsLeft: (stepsLeft * seconds) / this.#steps };
  }
}
