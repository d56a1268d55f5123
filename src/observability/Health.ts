/** The answer to a probe, with an explanation for people. */
export interface HealthReport {
  ok: boolean;
  detail: string;
}

export interface HealthOptions {
  /** Milliseconds with lag and without a commit after which the process counts as dead. */
  stallMs: number;
  /** Milliseconds of a clock that never goes back; the process's clock by default. */
  now?: (() => number) | undefined;
}

type Phase = 'starting' | 'consuming' | 'stopping';

/**
 * The state of the tagger, for the probes. Ready means consuming. Alive means making progress: a consumer can stop
 * silently while all its connections are up, so a process with lag and without a commit for too long is reported as
 * dead, for an orchestrator to restart. Without lag there is no work, and it is alive.
 */
export class Health {
  readonly #stallMs: number;
  readonly #now: () => number;
  readonly #lags = new Map<string, number>();
  #phase: Phase = 'starting';
  #why = 'joining the consumer group';
  /** When there was first lag without a commit since then; undefined while there is no lag. */
  #waitingSince: number | undefined;

  constructor({ stallMs, now = () => performance.now() }: HealthOptions) {
    this.#stallMs = stallMs;
    this.#now = now;
  }

  /** Not ready yet, or not any more (waiting for the broker). */
  starting(why: string): void {
    this.#phase = 'starting';
    this.#why = why;
  }

  /**
   * In the consumer group and fetching.
   *
   * @param partitions how many it was given; without any there is nothing to commit
   */
  consuming(partitions: number): void {
    this.#phase = 'consuming';
    if (partitions === 0) this.#waitingSince = undefined;
  }

  /** Shutting down: not ready, and alive while it drains. */
  stopping(): void {
    this.#phase = 'stopping';
  }

  /** @param records how many of the partition can be read and are not committed */
  lag(topic: string, partition: number, records: number): void {
    this.#lags.set(`${topic}/${partition}`, records);
    this.#mark();
  }

  /**
   * The partition was revoked. The time without a commit goes on: a tagger whose sessions fail one after the other
   * makes no progress either. Its next lag tells whether there is anything to commit.
   */
  forgetPartition(topic: string, partition: number): void {
    this.#lags.delete(`${topic}/${partition}`);
  }

  /** Offsets were committed. */
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
    const behind = this.#lags.size === 0 ? 'lag when it was last known' : `lag of ${lag} records`;
    const detail = `${behind}, ${seconds} s without a commit`;
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
