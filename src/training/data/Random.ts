/**
 * Small seeded generator: sfc32 (Doty-Humphrey, PractRand), which passes the usual statistical tests. What it gives
 * follows from its seeds alone, on every machine.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** @param seeds a run's seed and what sets this use of it apart (the epoch, the tensor's number, ...) */
  constructor(...seeds: readonly number[]) {
    const [first = 0, second = 0, third = 0] = seeds;
    this.a = first | 0;
    this.b = second | 0;
    this.c = third | 0;
    // Like seeds give like first numbers: the state is mixed before use.
    for (let i = 0; i < 15; i++) this.uint32();
  }

  /** An integer from 0 to 2³² - 1. */
  uint32(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number from 0 to below 1. */
  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  /** An integer from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  /** A draw from the standard normal distribution (Box and Muller, 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A shuffled copy (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [result[last], result[other]] = [result[other] as T, result[last] as T];
    }
    return result;
  }
}
