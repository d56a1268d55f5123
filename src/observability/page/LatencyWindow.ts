import { percentile } from '../../common/percentile';

const latest = 1000;

/** The latencies of the latest labels. */
export class LatencyWindow {
  readonly #values = new Float64Array(latest);
  #seen = 0;

  /** @param ms milliseconds; may be negative where two machines' clocks differ, which counts as 0 */
  add(ms: number): void {
    this.#values[this.#seen % latest] = Math.max(0, ms);
    this.#seen += 1;
  }

  /** In milliseconds; null before the first label. */
  read(): { p50: number; p99: number } | null {
    if (this.#seen === 0) return null;
    const sorted = this.#values.slice(0, Math.min(this.#seen, latest)).sort();
    return { p50: percentile(sorted, 50), p99: percentile(sorted, 99) };
  }
}
