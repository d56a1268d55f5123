/** How much may be read and not yet committed. */
export interface InFlightLimits {
  maxSegments: number;
  maxBytes: number;
}

/**
 * Bounds memory: what is read from Kafka enters here and leaves when it is committed. Above the bound, entering
 * waits, so fetching waits. A single record above `maxBytes` enters when nothing else is in flight.
 */
export class InFlightGate {
  readonly #limits: InFlightLimits;
  #segments = 0;
  #bytes = 0;
  readonly #waiting: { bytes: number; enter: () => void; refuse: (reason: unknown) => void }[] = [];

  constructor(limits: InFlightLimits) {
    this.#limits = limits;
  }

  get segments(): number {
    return this.#segments;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Takes the record in if there is room and nobody waits. */
  tryEnter(bytes: number): boolean {
    if (this.#waiting.length > 0 || !this.#fits(bytes)) return false;
    this.#add(bytes);
    return true;
  }

  /** Resolves when the record is taken in, first come, first served; rejects when turned away. */
  enter(bytes: number): Promise<void> {
    if (this.tryEnter(bytes)) return Promise.resolve();
    return new Promise((enter, refuse) => this.#waiting.push({ bytes, enter, refuse }));
  }

  /** Refuses everyone who waits: the wait has lost its point. */
  turnAway(reason: unknown): void {
    for (const { refuse } of this.#waiting.splice(0)) refuse(reason);
  }

  leave(bytes: number): void {
    this.#segments -= 1;
    this.#bytes -= bytes;
    for (let next = this.#waiting[0]; next && this.#fits(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#add(next.bytes);
      next.enter();
    }
  }

  #fits(bytes: number): boolean {
    if (this.#segments === 0) return true;
    return this.#segments < this.#limits.maxSegments && this.#bytes + bytes <= this.#limits.maxBytes;
  }

  #add(bytes: number): void {
    this.#segments += 1;
    this.#bytes += bytes;
  }
}
