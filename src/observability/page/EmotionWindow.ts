const defaultBucketMs = 10_000;
const buckets = 60;

/** Counts the labels of each emotion in the last ten minutes, in buckets of ten seconds. */
export class EmotionWindow {
  readonly #emotions: number;
  static readonly bucketMs = defaultBucketMs;
  /** A count per emotion for each bucket; the place of a bucket is its number modulo the number of buckets. */
  readonly #counts: Uint32Array;
  /** Number of the current bucket. */
  #current: number;

  /** @param now milliseconds; all methods need times of the same clock */
  constructor(emotions: number, now: number) {
    this.#emotions = emotions;

    this.#counts = new Uint32Array(buckets * emotions);
    this.#current = bucketAt(now);
  }

  add(emotion: number, now: number): void {
    this.#advance(now);
    const place = (this.#current % buckets) * this.#emotions + emotion;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
  }

  /** A row of counts for each bucket, oldest first; the last is the current one. */
  read(now: number): number[][] {
    this.#advance(now);
    return Array.from({ length: buckets }, (_, age) => [...this.#bucket(this.#current + 1 + age)]);
  }

  /** Labels per second over the last ten to twenty seconds. */
  rate(now: number): number {
    this.#advance(now);
    const labels = sum(this.#bucket(this.#current)) + sum(this.#bucket(this.#current - 1));
    return (labels * 1000) / (defaultBucketMs + (now % defaultBucketMs));
  }

  #bucket(number: number): Uint32Array {
    const start = (number % buckets) * this.#emotions;
    return this.#counts.subarray(start, start + this.#emotions);
  }

  #advance(now: number): void {
    const target = bucketAt(now);
    const first = Math.max(this.#current + 1, target - buckets + 1);
    for (let bucket = first; bucket <= target; bucket++) this.#bucket(bucket).fill(0);
    this.#current = Math.max(this.#current, target);
  }
}

function bucketAt(now: number): number {
  return Math.floor(now / defaultBucketMs);
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
