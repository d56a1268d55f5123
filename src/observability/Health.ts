/** An answer to a probe, with a sentence for the person who looks. */
export interface HealthReport {
  ok: boolean;
  detail: string;
}

export interface HealthOptions {
  /** Milliseconds that lag may last without a commit before the process counts as dead; 60,000. */
  stallMs?: number | undefined;
  /** Milliseconds of a clock that never goes back; the process's by default. */
  now?: (() => number) | undefined;
}

type Phase = 'starting' | 'consuming' | 'stopping';

/**
 * What the probes are told. Ready means consuming. Alive means making progress: a consumer can stop silently with
 * everything connected, so lag without a commit for too long is dead, and only a restart helps. No lag is no work,
 * not death.
 */
export class Health {
  readonly #stallMs: number;
  readonly #now: () => number;
  readonly #lags = new Map<string, number>();
  #phase: Phase = 'starting';
  #why = 'the model is not loaded yet';
  /** Since when there has been work and none was committed; undefined while there is no work. */
  #waitingSince: number | undefined;

  constructor({ stallMs = 60_000, now = () => performance.now() }: HealthOptions = {}) {
    this.#stallMs = stallMs;
    this.#now = now;
  }

  /** Not ready yet, or no longer (waiting for the broker). */
  starting(why: string): void {
    this.#phase = 'starting';
    this.#why = why;
  }

  /** In the group and fetching. */
  consuming(): void {
    this.#phase = 'consuming';
  }

  /** Asked to end: no longer ready, and alive while it drains. */
  stopping(): void {
    this.#phase = 'stopping';
  }

  /** @param records how many of the partition are not committed yet */
  lag(topic: string, partition: number, records: number): void {
    this.#lags.set(`${topic}/${partition}`, records);
    this.#mark();
  }

  /** The partition went to another consumer. */
  forgetPartition(topic: string, partition: number): void {
    this.#lags.delete(`${topic}/${partition}`);
    this.#mark();
  }

  /** Offsets were committed: progress. */
  committed(): void {
    if (this.#waitingSince !== undefined) this.#waitingSince = this.#now();
  }

  /** For /readyz. */
  readiness(): HealthReport {
    switch (this.#phase) {
      case 'consuming':
        return { ok: true, detail: 'consuming' };
      case 'stopping':
        return { ok: false, detail: 'stopping' };
      case 'starting':
        return { ok: false, detail: `starting: ${this.#why}` };
    }
  }

  /** For /healthz. */
  liveness(): HealthReport {
    if (this.#phase === 'stopping') return { ok: true, detail: 'stopping' };
    if (this.#waitingSince === undefined) return { ok: true, detail: 'no lag' };
    const lag = this.#totalLag();
    const seconds = Math.floor((this.#now() - this.#waitingSince) / 1000);
    const detail = `lag of ${lag} records, ${seconds} s without a commit`;
    return { ok: this.#now() - this.#waitingSince < this.#stallMs, detail };
  }

  #mark(): void {
    this.#waitingSince = this.#totalLag() > 0 ? (this.#waitingSince ?? this.#now()) : undefined;
  }

  #totalLag(): number {
    let total = 0;
    for (const records of this.#lags.values()) total += records;
    return total;
  }
}
